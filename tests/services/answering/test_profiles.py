import os
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.exchange.sealing.keys import public_of
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.answering.profiles import Draft, Profile, Sending, default_folder

AT = datetime(2026, 9, 3, 1, 15, 30, 123456, tzinfo=UTC)
DRAFT = Draft("ヨシダ", "主事", {"X01": 3, "X02": None}, AT)


def test_draft_comes_back_in_another_process_of_the_account(profile: Profile) -> None:
    sent = replace(DRAFT, sending=Sending("ab", "x", AT, "ヨシダ", "主事", {"X01": 3}))
    profile.save_draft("r1", "000123", sent)
    assert Profile(profile.folder).draft("r1", "000123") == sent


def test_drafts_are_apart_by_round_and_person(profile: Profile) -> None:
    profile.save_draft("r1", "000123", DRAFT)
    assert profile.draft("r2", "000123") is None
    assert profile.draft("r1", "000124") is None
    assert profile.draft("r1000123", "") is None


def test_key_stays_and_counter_grows_over_rounds_and_restarts(profile: Profile) -> None:
    first = profile.respondent_with_next_counter("000123")
    second = Profile(profile.folder).respondent_with_next_counter("000123")
    assert public_of(first.signing_key) == public_of(second.signing_key)
    assert (first.counter, second.counter) == (1, 2)
    other = profile.respondent_with_next_counter("000124")
    assert other.signing_key != first.signing_key
    assert other.counter == 1


def test_neither_names_nor_contents_on_disk_reveal_anything(profile: Profile) -> None:
    profile.save_draft("round-7", "000123", DRAFT)
    profile.respondent_with_next_counter("000123")
    profile.trust(bytes(32), "みずほ野市")
    with profile.only_window_of("000123"):
        pass
    files = list(profile.folder.rglob("*"))
    assert len(files) == 5
    for path in files:
        assert "000123" not in path.name
        content = path.read_bytes()
        for known in ("000123", "round-7", "X01", "ヨシダ", "みずほ野市"):
            assert known.encode() not in content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_folder_and_files_belong_to_the_account_alone(profile: Profile) -> None:
    mask = os.umask(0)
    try:
        profile.save_draft("r1", "000123", DRAFT)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700
    for path in profile.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_number_is_held_by_one_window_at_a_time(profile: Profile) -> None:
    with profile.only_window_of("000123"):
        with profile.only_window_of("000124"):
            pass
        with pytest.raises(Refusal) as caught, Profile(profile.folder).only_window_of("000123"):
            pass
    assert caught.value.problems[0].code == "answering.already_open"
    with profile.only_window_of("000123"):
        pass


def test_damaged_draft_is_set_aside_and_told(profile: Profile) -> None:
    profile.save_draft("r1", "000123", DRAFT)
    (path,) = profile.folder.glob("*.draft")
    path.write_bytes(path.read_bytes()[:-1])
    assert profile.draft("r1", "000123") is None
    assert profile.has_lost_files
    assert path.with_name(f"{path.name}.damaged").exists()
    profile.save_draft("r1", "000123", DRAFT)
    assert profile.draft("r1", "000123") == DRAFT


def test_damaged_key_begins_a_new_profile_and_is_told(profile: Profile) -> None:
    profile.save_draft("r1", "000123", DRAFT)
    (profile.folder / "profile.key").write_bytes(b"broken")
    again = Profile(profile.folder)
    assert again.draft("r1", "000123") is None
    assert again.has_lost_files
    assert (profile.folder / "profile.key.damaged").read_bytes() == b"broken"


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    for profile in (Profile(blocked), Profile(blocked / "below")):
        with pytest.raises(MachineFailure) as caught:
            profile.save_draft("r1", "000123", DRAFT)
        assert str(profile.folder) in sentences_of(caught.value)[0]


def test_default_folder_is_the_accounts_own() -> None:
    assert default_folder().name == "skilltrack"
    assert default_folder().is_absolute()
