"""The inbox and its folders: which files in it may be answers."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from skilltrack.exchange.answers import SUFFIX


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file; ``name`` is its path below the inbox, parted by ``/``."""

    name: str
    path: str


@dataclass(slots=True)
class InboxContent:
    """What lies in an inbox, each list by name; ``closed`` are folders that let nobody look."""

    sealed: list[Found] = field(default_factory=list)
    forms: list[Found] = field(default_factory=list)
    closed: list[Found] = field(default_factory=list)


def inbox_content(inbox: Path) -> InboxContent:
    """List the answer files and the forms of an inbox and of the folders in it.

    Hidden files and folders, links to folders and all other kinds of files are left aside.
    """
    from skilltrack.exchange.forms.reader import is_form  # costly to load, needed only here

    content = InboxContent()
    folders = [("", str(inbox))]
    while folders:
        prefix, folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except PermissionError:
            content.closed.append(Found(prefix.rstrip("/"), folder))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            found = Found(prefix + entry.name, entry.path)
            if entry.name.endswith(SUFFIX):
                content.sealed.append(found)
            elif entry.is_dir(follow_symlinks=False):
                folders.append((found.name + "/", entry.path))
            elif is_form(Path(entry.name)):
                content.forms.append(found)
    for files in (content.sealed, content.forms, content.closed):
        files.sort(key=lambda file: file.name)
    return content
