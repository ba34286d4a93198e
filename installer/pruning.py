"""What the program never loads and the installer leaves out, each with its reason.

Only whole files are left out; none is changed, so that signatures and hashes of what stays hold.
"""

import fnmatch
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Removal:
    """Files that stay away: patterns below ``packages`` (``*`` crosses folders), and why."""

    reason: str
    patterns: tuple[str, ...]
    keeps: tuple[str, ...] = ()


REMOVALS = (
    Removal(
        "QML and Qt Quick: all windows are widgets",
        (
            "PySide6/qml/*",
            "PySide6/Qt6Qml*",
            "PySide6/Qt6Quick*",
            "PySide6/Qt6Labs*",
            "PySide6/QtQml.*",
            "PySide6/QtQuick*",
            "PySide6/pyside6qml*",
            "PySide6/plugins/qmllint/*",
            "PySide6/plugins/qmltooling/*",
            "PySide6/metatypes/*",
        ),
    ),
    Removal(
        "Qt tools of developers",
        (
            "PySide6/*.exe",
            "PySide6/Qt6Designer*",
            "PySide6/QtDesigner.*",
            "PySide6/Qt6Help.dll",
            "PySide6/QtHelp.*",
            "PySide6/Qt6UiTools.dll",
            "PySide6/QtUiTools.*",
            "PySide6/plugins/designer/*",
            "PySide6/scripts/*",
            "PySide6/doc/*",
            "PySide6/glue/*",
            "PySide6/typesystems/*",
            "PySide6/support/*",
            "PySide6/resources/*",
        ),
    ),
    Removal(
        "The program opens no network connection",
        (
            "PySide6/Qt6Network.dll",
            "PySide6/QtNetwork.*",
            "PySide6/plugins/tls/*",
            "PySide6/plugins/networkinformation/*",
        ),
    ),
    Removal(
        "Data is reached through SQLCipher, never through Qt",
        ("PySide6/Qt6Sql.dll", "PySide6/QtSql.*", "PySide6/plugins/sqldrivers/*"),
    ),
    Removal(
        "Modules of Qt that nothing imports",
        (
            "PySide6/Qt6DBus.dll",
            "PySide6/QtDBus.*",
            "PySide6/Qt6Concurrent.dll",
            "PySide6/QtConcurrent.*",
            "PySide6/Qt6Xml.dll",
            "PySide6/QtXml.*",
            "PySide6/Qt6SvgWidgets.dll",
            "PySide6/QtSvgWidgets.*",
            "PySide6/Qt6PrintSupport.dll",
            "PySide6/QtPrintSupport.*",
            "PySide6/QtAxContainer.*",
            "PySide6/Qt6Test.dll",
            "PySide6/QtTest.*",
        ),
    ),
    Removal("OpenGL in software, 20 MB: nothing is drawn by OpenGL", ("PySide6/opengl32sw.dll",)),
    Removal(
        "Plugins that no window asks for; the style is Fusion, pictures are SVG and PNG",
        ("PySide6/plugins/*",),
        keeps=(
            "PySide6/plugins/platforms/qwindows.dll",
            "PySide6/plugins/platforms/qoffscreen.dll",
            "PySide6/plugins/iconengines/qsvgicon.dll",
            "PySide6/plugins/imageformats/qsvg.dll",
            "PySide6/plugins/imageformats/qico.dll",
        ),
    ),
    Removal(
        "Qt's own texts in other languages",
        ("PySide6/translations/*",),
        keeps=("PySide6/translations/qtbase_ja.qm",),
    ),
    Removal(
        "Parts of Microsoft's runtime that no shipped library names",
        (
            "*/concrt140.dll",
            "*/vcamp140.dll",
            "*/vccorlib140.dll",
            "*/vcomp140.dll",
            "*/msvcp140_codecvt_ids.dll",
            "shiboken6/msvcp140_2.dll",
        ),
    ),
    Removal(
        "For compilers and type checkers",
        ("*.pyi", "*/py.typed", "*.lib", "*.pxd", "*.h", "*.c", "*.pyx", "PySide6/include/*"),
    ),
    Removal(
        "Tests and examples of the libraries",
        (
            "numpy/*/tests/*",
            "numpy/tests/*",
            "numpy/_core/lib/*",
            "numpy/f2py/*",
            "numpy/_pyinstaller/*",
            "pyqtgraph/examples/*",
            "pyqtgraph/jupyter/*",
            "pyqtgraph/opengl/*",
            "colorama/tests/*",
            "sqlalchemy/testing/*",
            "alembic/testing/*",
            "alembic/templates/*",
            "defusedxml/*test*",
        ),
    ),
    Removal(
        "Commands that nobody starts and lists of pip; licences are gathered elsewhere",
        (
            "*.dist-info/RECORD",
            "*.dist-info/WHEEL",
            "*.dist-info/DELVEWHEEL",
            "*.dist-info/INSTALLER",
            "*.dist-info/top_level.txt",
            "*.dist-info/entry_points.txt",
            "*.dist-info/licenses/*",
            "*.dist-info/LICEN*",
            "*.dist-info/AUTHORS*",
            "*.dist-info/COPYING*",
            "*.dist-info/sboms/*",
            "*.data/*",
        ),
    ),
)


def removed_by(name: str) -> Removal | None:
    """Return why a file below ``packages`` (with ``/``) stays away; None for one that is kept."""
    for removal in REMOVALS:
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in removal.keeps):
            return None
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in removal.patterns):
            return removal
    return None


def prune(folder: Path) -> dict[Removal, int]:
    """Remove what stays away; return removal → bytes saved, 0 for one that found nothing."""
    saved = dict.fromkeys(REMOVALS, 0)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
            continue
        removal = removed_by(path.relative_to(folder).as_posix())
        if removal is not None:
            saved[removal] += path.stat().st_size
            path.unlink()
    return saved
