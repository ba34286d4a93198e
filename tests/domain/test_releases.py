"""Versions, what may follow what, and files compared with their list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.releases import (
    FileFinding,
    FileState,
    Objection,
    Release,
    compare_files,
    objection,
    parse_version,
)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.20.3", (1, 20, 3)),
        ("0.0.0", (0, 0, 0)),
        ("1.2", None),
        ("1.2.3.4", None),
        ("01.2.3", None),
        ("1.2.3-beta", None),
        ("v1.2.3", None),
        ("１.2.3", None),
        (" 1.2.3", None),
        ("1.2.3\n", None),
        ("", None),
    ],
)
def test_version_is_three_plain_numbers(text: str, version: object) -> None:
    assert parse_version(text) == version


def release(version: str, schema: int = 3, oldest_schema: int = 1) -> Release:
    return Release(version, (), schema, oldest_schema, "a.exe", 1, "0" * 64)


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (release("1.10.0"), None),
        (release("2.0.0", schema=4), None),
        (release("1.9.0"), Objection.SAME),
        (release("1.8.9"), Objection.OLDER),
        (release("1.08.0"), Objection.OLDER),
        (release("1.10.0", schema=2), Objection.CANNOT_READ_DATA),
        (release("3.0.0", schema=9, oldest_schema=4), Objection.NEEDS_BETWEEN),
    ],
)
def test_what_may_follow_a_version(offered: Release, expected: Objection | None) -> None:
    assert objection(offered, "1.9.0", 3) is expected


numbers = st.integers(0, 30)
versions = st.tuples(numbers, numbers, numbers)


@given(versions, versions)
def test_of_two_versions_at_most_one_may_follow_the_other(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    texts = [".".join(map(str, version)) for version in (one, other)]
    allowed = [
        objection(release(texts[0]), texts[1], 3) is None,
        objection(release(texts[1]), texts[0], 3) is None,
    ]
    assert sum(allowed) == (one != other)


LISTED = {"python.exe": "aa", "lib/a.py": "bb", "lib/b.py": "cc"}


def test_files_as_built_have_no_finding() -> None:
    assert compare_files(LISTED, dict(LISTED)) == ()


def test_every_kind_of_difference_is_named_by_its_path() -> None:
    found = {"lib/a.py": "changed", "lib/b.py": None, "lib/c.dll": "dd", "uninstall.exe": "ee"}
    assert compare_files(LISTED, found, {"uninstall.exe"}) == (
        FileFinding("lib/a.py", FileState.CHANGED),
        FileFinding("lib/b.py", FileState.UNREADABLE),
        FileFinding("lib/c.dll", FileState.ADDITIONAL),
        FileFinding("python.exe", FileState.MISSING),
    )


@pytest.mark.parametrize(
    ("path", "is_left_aside"),
    [
        ("lib/__pycache__/a.cpython-313.pyc", True),
        ("lib/__pycache__/evil.cpython-313.pyc", False),
        ("lib/__pycache__/a.dll", False),
        ("lib/a.pyc", False),
        ("__pycache__/a.cpython-313.pyc", False),
    ],
)
def test_only_what_python_keeps_of_a_listed_module_is_left_aside(
    path: str,
    is_left_aside: bool,  # noqa: FBT001
) -> None:
    findings = compare_files(LISTED, {**LISTED, path: "ff"})
    assert (findings == ()) is is_left_aside


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("01")),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("01")),
)
def test_findings_are_exactly_the_paths_that_differ(
    listed: dict[str, str], found: dict[str, str]
) -> None:
    differing = {path for path in {*listed, *found} if listed.get(path) != found.get(path)}
    assert [one.path for one in compare_files(listed, found)] == sorted(differing)
