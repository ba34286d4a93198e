"""The software bill of materials (CycloneDX), the licences beside the program, the checksums."""

import json
from pathlib import Path
from typing import Any

from installer.components import Component
from installer.pins import digest

SUMMARY = "THIRD-PARTY.txt"


def bill_of_materials(components: list[Component]) -> str:
    """Return the bill as CycloneDX 1.5 in JSON; the first component is the program itself.

    No date and no random number: the same content gives the same bill.
    """
    program, *others = components
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": _entry(program, 0) | {"type": "application"}},
        "components": [_entry(component, number) for number, component in enumerate(others, 1)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(component: Component, number: int) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{number:02}-{component.name}",
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
    }
    if component.purl:
        entry["purl"] = component.purl
    if component.maker:
        entry["publisher"] = component.maker
    if component.sha256:
        entry["hashes"] = [{"alg": "SHA-256", "content": component.sha256}]
    if component.parts:
        entry["components"] = list(component.parts)
    return entry


def write_licences(components: list[Component], folder: Path) -> None:
    """Write each component's texts to a folder of its own and a summary of all."""
    folder.mkdir(parents=True)
    lines = ["このプログラムに含まれるソフトウェアとその使用許諾の一覧です。", ""]
    for component in components:
        place = folder_name(component.name)
        for name, text in sorted(component.texts.items()):
            target = folder / place / (name if "." in name else f"{name}.txt")
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, "utf-8", newline="\r\n")
        where = f"licences\\{place}" if component.texts else "―（上の部品の文書に含まれます）"
        lines.append(f"{component.name} {component.version} | {component.licence} | {where}")
        lines += [f"    {part['name']} {part.get('version', '')}" for part in component.parts]
    (folder / SUMMARY).write_text("\n".join(lines) + "\n", "utf-8", newline="\r\n")


def folder_name(name: str) -> str:
    """Return a component's name as a folder name without blanks and brackets."""
    return "".join(sign if sign.isalnum() or sign in "-.+" else "-" for sign in name).strip("-")


def write_checksums(files: list[Path], target: Path) -> None:
    """Write ``SHA256SUMS`` as ``sha256sum -c`` reads it."""
    lines = [f"{digest(path)}  {path.name}\n" for path in sorted(files)]
    target.write_text("".join(lines), "utf-8", newline="\n")
