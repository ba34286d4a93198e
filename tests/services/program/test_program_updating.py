"""Updates from a file: looked at, refused, backed up for, started."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.services.program.publishing import NOTES, Desktop, Publishing

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.exchange.sealing.documents import signed_document
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.exchange.updates import (
    DOCUMENT_NAME,
    FORMAT,
    KIND,
    extract_installer,
    shipped_publishers,
)
from skilltrack.i18n.problems import sentences_of
from skilltrack.services import datafiles
from skilltrack.services.program.updating import (
    apply_update,
    look_at_update,
    outcome_of_update,
    this_terminal,
)
from skilltrack.store.database import Database


def code_of(refused: "pytest.ExceptionInfo[Refusal]") -> str:
    (problem,) = refused.value.problems
    assert all(sentences_of(refused.value))
    return problem.code


def everything_under(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_update_tells_what_it_changes(publishing: Publishing, desktop: Desktop) -> None:
    offer = look_at_update(publishing.update(schema=2), desktop.terminal)
    assert (offer.version, offer.release.version) == ("0.1.0", "0.2.0")
    assert offer.release.notes == NOTES
    assert offer.is_data_changed
    assert offer.update.publisher == publishing.publisher
    assert not look_at_update(publishing.update(), desktop.terminal).is_data_changed


def test_same_input_makes_the_same_file(publishing: Publishing) -> None:
    first = publishing.update().read_bytes()
    assert publishing.update().read_bytes() == first


def test_update_is_a_zip_that_windows_opens(publishing: Publishing) -> None:
    with zipfile.ZipFile(publishing.update()) as container:
        assert container.namelist() == [DOCUMENT_NAME, "SkillTrack-Setup-0.2.0.exe"]
        assert container.read("SkillTrack-Setup-0.2.0.exe") == publishing.content
        assert container.testzip() is None


@pytest.mark.parametrize(
    ("version", "schema", "oldest_schema", "code"),
    [
        ("0.1.0", 1, 1, "updates.same"),
        ("0.0.9", 1, 1, "updates.older"),
        ("0.3.0", 5, 2, "updates.needs_between"),
    ],
)
def test_what_cannot_follow_is_refused(
    publishing: Publishing,
    desktop: Desktop,
    version: str,
    schema: int,
    oldest_schema: int,
    code: str,
) -> None:
    path = publishing.update(version, schema=schema, oldest_schema=oldest_schema)
    with pytest.raises(Refusal) as refused:
        apply_update(path, None, desktop.terminal)
    assert code_of(refused) == code
    assert desktop.started == []


def test_program_that_could_not_open_the_data_is_refused(
    publishing: Publishing, desktop: Desktop
) -> None:
    with pytest.raises(Refusal) as refused:
        look_at_update(publishing.update(schema=1), desktop.but(schema=2))
    assert code_of(refused) == "updates.cannot_read_data"


def test_signature_of_somebody_else_is_refused(publishing: Publishing, desktop: Desktop) -> None:
    path = publishing.update(key=new_signing_key())
    with pytest.raises(Refusal) as refused:
        apply_update(path, None, desktop.terminal)
    assert code_of(refused) == "updates.unknown_publisher"


def test_build_without_publisher_takes_no_update(publishing: Publishing, desktop: Desktop) -> None:
    with pytest.raises(Refusal) as refused:
        look_at_update(publishing.update(), desktop.but(publishers=()))
    assert code_of(refused) == "updates.no_publisher"


def refused_code(path: Path, database: Database, desktop: Desktop) -> str:
    """Apply an update and return why it was refused; empty where it was taken."""
    try:
        apply_update(path, database, desktop.terminal)
    except Refusal as refusal:
        return refusal.problems[0].code
    return ""


def test_every_changed_byte_is_refused_and_touches_nothing(
    publishing: Publishing, desktop: Desktop, database: Database, tmp_path: Path
) -> None:
    publishing.content = b"MZ" + bytes(range(256)) * 4
    path = publishing.update()
    whole = path.read_bytes()
    before = everything_under(tmp_path)
    document, program = whole.index(b'{"skilltrack"'), whole.index(publishing.content)
    end = whole.index(b"PK", document)
    signed = [*range(document, end, 3), *range(program, program + len(publishing.content), 5)]
    for position in signed:
        damaged = bytearray(whole)
        damaged[position] ^= 0x20
        path.write_bytes(damaged)
        code = refused_code(path, database, desktop)
        assert code in {"updates.damaged", "updates.forged", "updates.unknown_publisher"} | (
            {"updates.newer", "updates.not_a_document"} if position < end else set()
        ), position
    path.write_bytes(whole)
    assert desktop.started == []
    assert everything_under(tmp_path) == before


def test_what_the_container_says_beside_the_signed_bytes_changes_nothing(
    publishing: Publishing, desktop: Desktop
) -> None:
    publishing.content = b"MZ" + bytes(range(256))
    path = publishing.update()
    whole = path.read_bytes()
    around = [*range(40), *range(len(whole) - 160, len(whole))]
    for position in around:
        damaged = bytearray(whole)
        damaged[position] ^= 0x01
        path.write_bytes(damaged)
        try:
            offer = look_at_update(path, desktop.terminal)
        except Refusal:
            continue
        assert (offer.release.version, offer.release.notes) == ("0.2.0", NOTES)
        extract_installer(offer.update, path.with_name("installer"))
        assert path.with_name("installer").read_bytes() == publishing.content


@pytest.mark.parametrize("length", [0, 1, 30, 400, 5000, -1])
def test_cut_file_is_refused(publishing: Publishing, desktop: Desktop, length: int) -> None:
    path = publishing.update()
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Refusal) as refused:
        apply_update(path, None, desktop.terminal)
    assert code_of(refused) in {"updates.not_a_document", "updates.damaged"}


def test_other_files_are_no_updates(
    publishing: Publishing, desktop: Desktop, tmp_path: Path
) -> None:
    other = tmp_path / "other.stupdate"
    with zipfile.ZipFile(other, "w") as container:
        container.writestr("a.txt", "a")
    for path, code in (
        (other, "updates.not_a_document"),
        (tmp_path, "updates.not_a_document"),
        (tmp_path / "none.stupdate", "updates.missing"),
    ):
        with pytest.raises(Refusal) as refused:
            look_at_update(path, desktop.terminal)
        assert code_of(refused) == code


def repacked(path: Path, parts: Sequence[tuple[str, bytes]], compression: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", compression) as container:
        for name, content in parts:
            container.writestr(name, content)
    return path


def test_parts_beside_the_signed_ones_are_refused(publishing: Publishing, desktop: Desktop) -> None:
    path = publishing.update()
    with zipfile.ZipFile(path) as container:
        parts = [(name, container.read(name)) for name in container.namelist()]
    for changed, compression in (
        ([*parts, ("evil.dll", b"x")], 0),
        ([parts[0]], 0),
        ([parts[1], parts[0]], 0),
        (parts, zipfile.ZIP_DEFLATED),
        ([parts[0], (parts[1][0], parts[1][1][:-1] + b"?")], 0),
        ([parts[0], ("SkillTrack-Setup-9.exe", parts[1][1])], 0),
    ):
        with pytest.raises(Refusal) as refused:
            look_at_update(repacked(path, changed, compression), desktop.terminal)
        assert code_of(refused) == "updates.damaged"


@pytest.mark.parametrize(
    "changes",
    [
        {"installer": "../evil.exe"},
        {"installer": "evil.bat"},
        {"version": "latest"},
        {"size": 0},
        {"size": 10**12},
        {"sha256": "0"},
        {"notes": "one"},
        {"schema": "1"},
    ],
)
def test_signed_nonsense_is_refused(
    publishing: Publishing, desktop: Desktop, changes: dict[str, object]
) -> None:
    body = {
        "version": "0.2.0",
        "notes": [],
        "schema": 1,
        "oldest_schema": 1,
        "installer": "a.exe",
        "size": 1,
        "sha256": "0" * 64,
        **changes,
    }
    document = signed_document(KIND, FORMAT, body, publishing.key)
    path = repacked(publishing.folder / "a.stupdate", [(DOCUMENT_NAME, document), ("a.exe", b"M")])
    with pytest.raises(Refusal) as refused:
        look_at_update(path, desktop.terminal)
    assert code_of(refused) == "updates.damaged"


def test_document_of_a_later_format_is_told_as_such(
    publishing: Publishing, desktop: Desktop
) -> None:
    document = signed_document(KIND, FORMAT + 1, {}, publishing.key)
    path = repacked(publishing.folder / "a.stupdate", [(DOCUMENT_NAME, document)])
    with pytest.raises(Refusal) as refused:
        look_at_update(path, desktop.terminal)
    assert code_of(refused) == "updates.newer"


def test_backup_is_made_before_the_installing_program_is_started(
    publishing: Publishing, desktop: Desktop, database: Database
) -> None:
    backups: list[list[Path]] = []

    def start(command: Sequence[str]) -> None:
        desktop.started.append(command)
        backups.append(list(database.path.parent.glob("skilltrack.更新前-*.db")))

    done = apply_update(publishing.update(), database, desktop.but(start=start))
    assert done.version == "0.2.0"
    assert backups == [[done.backup]]
    assert done.backup is not None
    assert datafiles.check_backup(done.backup, None) is not None
    ((installer, *arguments),) = desktop.started
    assert Path(installer).parent == desktop.terminal.folder
    assert Path(installer).read_bytes() == publishing.content
    assert arguments == ["/S", "/UPDATE"]
    assert datafiles.verify_log(database) > 0


def test_without_a_data_file_nothing_is_backed_up(publishing: Publishing, desktop: Desktop) -> None:
    assert apply_update(publishing.update(), None, desktop.terminal).backup is None
    assert len(desktop.started) == 1


def test_elsewhere_than_on_windows_nothing_is_done(
    publishing: Publishing, desktop: Desktop, database: Database
) -> None:
    with pytest.raises(Refusal) as refused:
        apply_update(publishing.update(), database, desktop.but(is_windows=False))
    assert code_of(refused) == "updates.not_windows"
    assert list(database.path.parent.glob("*更新前*")) == []
    assert not desktop.terminal.folder.exists()


def test_program_that_may_not_be_started_is_told_and_not_left_behind(
    publishing: Publishing, desktop: Desktop
) -> None:
    def forbidden(_command: Sequence[str]) -> None:
        raise PermissionError

    with pytest.raises(MachineFailure) as failed:
        apply_update(publishing.update(), None, desktop.but(start=forbidden))
    assert failed.value.problems[0].code == "updates.start_failed"
    assert list(desktop.terminal.folder.iterdir()) == []
    assert outcome_of_update(desktop.terminal) is None


@pytest.mark.parametrize(("version", "is_done"), [("0.2.0", True), ("0.1.0", False)])
def test_next_start_tells_once_how_it_ended(
    publishing: Publishing,
    desktop: Desktop,
    version: str,
    is_done: bool,  # noqa: FBT001
) -> None:
    apply_update(publishing.update(), None, desktop.terminal)
    later = desktop.but(version=version)
    outcome = outcome_of_update(later)
    assert outcome is not None
    assert (outcome.version, outcome.is_done) == ("0.2.0", is_done)
    assert outcome_of_update(later) is None
    assert list(desktop.terminal.folder.iterdir()) == []


def test_shipped_keys_can_be_read() -> None:
    assert all(len(one.public) == 32 and one.name for one in shipped_publishers())


def test_this_terminal_installs_from_the_profile_and_not_from_the_program() -> None:
    folder = this_terminal().folder
    assert not Path(datafiles.__file__).is_relative_to(folder)
    assert folder.name == "updates"
