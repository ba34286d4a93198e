"""A hand in LibreOffice: opens a workbook, types into cells, saves it in one format or more."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SOFFICE = shutil.which("soffice")
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" '
    '"{kind}.dtd">\n'
    '<library:{kind} xmlns:library="http://openoffice.org/2000/library" '
)
LIST = LIBRARY.format(kind="libraries") + (
    'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
    '<library:library library:name="Standard" '
    'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>\n'
    "</library:libraries>"
)
MODULES = LIBRARY.format(kind="library") + (
    'library:name="Standard" library:readonly="false" library:passwordprotected="false">\n'
    '<library:element library:name="Hand"/>\n</library:library>'
)
MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" '
    '"module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Hand" '
    'script:language="StarBasic">{}</script:module>'
)

needs_office = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH"),
]


@dataclass(frozen=True)
class Job:
    """What a hand does with a workbook: sheet position → cell → entry; then it saves copies."""

    source: Path
    entries: Mapping[int, Mapping[str, str]]
    targets: tuple[Path, ...]

    def basic(self) -> str:
        source = self.source.as_uri()
        lines = [f'doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())']
        for position, cells in self.entries.items():
            lines.append(f"sheet = doc.Sheets.getByIndex({position})")
            for cell, entry in cells.items():
                kind = "Formula" if entry.startswith("=") else "String"
                text = entry.replace('"', '""').replace("\n", '" & Chr(10) & "')
                lines.append(f'sheet.getCellRangeByName("{cell}").{kind} = "{text}"')
        lines += [
            f'doc.storeToURL("{target.as_uri()}", saved("{FILTERS[target.suffix[1:]]}"))'
            for target in self.targets
        ]
        return "\n".join([*lines, "doc.close(True)"])


WORK = """
Function hidden()
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "Hidden"
  options(0).Value = True
  hidden = options()
End Function
Function saved(filter)
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "FilterName"
  options(0).Value = filter
  saved = options()
End Function
Sub Main
{}
StarDesktop.terminate
End Sub
"""


def office(tmp_path: Path, *jobs: Job) -> None:
    """Let LibreOffice do the jobs, one after the other, in one run."""
    profile = tmp_path / "profile"
    basic = profile / "user" / "basic"
    # The first start makes the profile and would write over a macro that lay in it.
    _run(profile, "--terminate_after_init")
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(LIST, "utf-8")
    (basic / "Standard" / "script.xlb").write_text(MODULES, "utf-8")
    source = WORK.format("\n".join(job.basic() for job in jobs))
    (basic / "Standard" / "Hand.xba").write_text(MODULE.format(escape(source)), "utf-8")
    _run(profile, "macro:///Standard.Hand.Main")
    assert all(target.exists() for job in jobs for target in job.targets)


def _run(profile: Path, *arguments: str) -> None:
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", *arguments),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
