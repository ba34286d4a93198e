"""A publisher, an installing program and a terminal on which nothing is really started."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from skilltrack.exchange.sealing.keys import public_of
from skilltrack.exchange.updates import Publisher, release_of, write_update
from skilltrack.services.program.updating import Terminal

NOTES = ("申込みを所属ごとに締め切れます。", "認定証の日付を直しました。")


@dataclass
class Publishing:
    """Makes update files as the publisher does."""

    folder: Path
    key: bytes
    content: bytes = b"MZ" + bytes(range(256)) * 40

    @property
    def publisher(self) -> Publisher:
        return Publisher("発行元", public_of(self.key))

    def update(
        self,
        version: str = "0.2.0",
        *,
        schema: int = 1,
        oldest_schema: int = 1,
        key: bytes | None = None,
    ) -> Path:
        installer = self.folder / f"SkillTrack-Setup-{version}.exe"
        installer.write_bytes(self.content)
        release = release_of(
            installer, version=version, notes=NOTES, schema=schema, oldest_schema=oldest_schema
        )
        path = self.folder / f"更新 {version}.stupdate"
        write_update(path, release, installer, key or self.key)
        return path


@dataclass
class Desktop:
    """A terminal, and what was started on it."""

    terminal: Terminal
    started: list[Sequence[str]] = field(default_factory=list)

    def but(self, **changes: object) -> Terminal:
        return replace(self.terminal, **changes)  # type: ignore[arg-type]


def desktop_in(folder: Path, publisher: Publisher) -> Desktop:
    """Return a Windows terminal with version 0.1.0 on which starting is only written down."""
    started: list[Sequence[str]] = []
    terminal = Terminal(
        version="0.1.0",
        schema=1,
        is_windows=True,
        publishers=(publisher,),
        folder=folder / "太郎 Local" / "updates",
        start=started.append,
    )
    return Desktop(terminal, started)
