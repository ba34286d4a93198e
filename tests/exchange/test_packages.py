import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.domain.questionnaires.definition import Scale, ScaleStep
from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.definition import Tier
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.definitions.schemes import shipped_schemes
from skilltrack.exchange.invitations import MAXIMUM_BYTES
from skilltrack.exchange.packages import read_package, write_package
from skilltrack.exchange.plain import plain
from skilltrack.exchange.sealing.documents import canonical, signed_document
from skilltrack.exchange.sealing.keys import fingerprint, new_signing_key, public_of
from skilltrack.i18n.problems import sentences_of

GOLDEN = Path(__file__).parent / "golden" / "package-1.skilltrack"


@pytest.fixture
def written(tmp_path: Path, package: RoundPackage, organisation_key: bytes) -> Path:
    path = tmp_path / "調査.skilltrack"
    write_package(path, package, organisation_key)
    return path


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_package(path)
    assert all(path.name in sentence for sentence in sentences_of(caught.value))
    return caught.value


def code_of(path: Path) -> str:
    return refusal_of(path).problems[0].code


def test_package_comes_back_equal_with_its_signer(
    written: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    signed = read_package(written)
    assert signed.package == package
    assert signed.signer_public == public_of(organisation_key)
    assert signed.fingerprint == fingerprint(public_of(organisation_key))


def test_shipped_definitions_travel_without_loss(
    tmp_path: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    for questionnaire in shipped_questionnaires():
        shipped = dataclasses.replace(
            package, questionnaire=questionnaire, schemes=shipped_schemes()
        )
        path = tmp_path / f"{questionnaire.id}.skilltrack"
        write_package(path, shipped, organisation_key)
        assert read_package(path).package == shipped


def test_package_of_format_1_still_opens(package: RoundPackage) -> None:
    signed = read_package(GOLDEN)
    assert signed.package == dataclasses.replace(package, public_key=signed.package.public_key)
    assert signed.signer_public == public_of(bytes(range(32)))


def test_package_holds_no_private_key(
    written: Path, round_keys: object, organisation_key: bytes
) -> None:
    text = written.read_text(encoding="utf-8")
    assert organisation_key.hex() not in text
    assert round_keys.private.hex() not in text  # type: ignore[attr-defined]


def test_package_carries_nothing_but_the_round(written: Path) -> None:
    body = json.loads(json.loads(written.read_text(encoding="utf-8"))["body"])
    assert set(body) == {"is", *(field.name for field in dataclasses.fields(RoundPackage))}


def test_every_seventh_cut_is_refused(written: Path, tmp_path: Path) -> None:
    data = written.read_bytes()
    cut = tmp_path / "切れた.skilltrack"
    codes = set()
    for length in range(0, len(data), 7):
        cut.write_bytes(data[:length])
        codes.add(code_of(cut))
    assert codes == {"packages.empty", "packages.not_a_document", "packages.damaged"}


def test_every_seventh_changed_byte_is_refused(written: Path, tmp_path: Path) -> None:
    data = written.read_bytes()
    changed_file = tmp_path / "変わった.skilltrack"
    for position in range(0, len(data), 7):
        changed = bytearray(data)
        changed[position] ^= 0x01
        changed_file.write_bytes(bytes(changed))
        assert code_of(changed_file) in {
            "packages.not_a_document",
            "packages.damaged",
            "packages.forged",
            "packages.newer",
        }


def test_changed_content_is_told_as_forged(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    written.write_text(text.replace("みずほ野市", "みずほ里市"), encoding="utf-8")
    assert code_of(written) == "packages.forged"


def test_later_format_asks_for_an_update(written: Path) -> None:
    fields = json.loads(written.read_text(encoding="utf-8"))
    fields["fmt"] = fields["min_reader"] = 2
    written.write_text(
        json.dumps(fields, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    assert code_of(written) == "packages.newer"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "packages.empty"),
        (b"PK\3\4", "packages.not_a_document"),
        ("職員番号,氏名\n".encode("cp932"), "packages.not_a_document"),
        (bytes(MAXIMUM_BYTES + 1), "packages.too_large"),
    ],
)
def test_other_files_are_told_apart(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "何か.skilltrack"
    path.write_bytes(content)
    assert code_of(path) == code


def test_signed_receipts_are_no_package(tmp_path: Path, organisation_key: bytes) -> None:
    path = tmp_path / "受領.skilltrack"
    path.write_bytes(signed_document("receipts", 1, {}, organisation_key))
    assert code_of(path) == "packages.not_a_document"


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    assert code_of(tmp_path / "ない.skilltrack") == "packages.missing"
    assert code_of(tmp_path) == "packages.not_a_document"


def test_drive_that_does_not_answer_is_the_machine(tmp_path: Path) -> None:
    with pytest.raises(MachineFailure) as caught:
        read_package(tmp_path / ("長" * 300))
    assert caught.value.problems[0].code == "packages.unreadable"


def test_unsound_body_is_named_by_its_key(tmp_path: Path, package: RoundPackage) -> None:
    body = plain(package)
    assert isinstance(body, dict)
    body["questionnaire"]["items"][1]["code"] = 7
    path = tmp_path / "形.skilltrack"
    path.write_bytes(signed_document("package", 1, body, new_signing_key()))
    refusal = refusal_of(path)
    assert refusal.problems[0].code == "packages.malformed"
    assert refusal.problems[0].values == {"key": "questionnaire.items.1.code"}


@pytest.mark.parametrize("body", [None, [], "text", {}, {"is": "RoundPackage"}])
def test_body_of_another_shape_is_refused(tmp_path: Path, body: object) -> None:
    path = tmp_path / "形.skilltrack"
    path.write_bytes(signed_document("package", 1, body, new_signing_key()))
    assert code_of(path) == "packages.malformed"


def test_everything_that_does_not_fit_together_is_told_at_once(
    tmp_path: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    questionnaire, scheme = package.questionnaire, package.schemes[0]
    leaf = leaves.RoleHeld("same", "役割", "leader")
    unsound = dataclasses.replace(
        package,
        round_id="../r1",
        opens_on=date(2026, 10, 1),
        public_key=b"",
        courses=package.courses * 2,
        questionnaire=dataclasses.replace(
            questionnaire,
            scale=Scale((ScaleStep(0, "低"), ScaleStep(0, "高"))),
            items=(
                questionnaire.items[0],
                dataclasses.replace(questionnaire.items[1], code="W1", category="nowhere"),
            ),
        ),
        schemes=(
            dataclasses.replace(scheme, tiers=(Tier("one", "一", leaf), Tier("one", "二", leaf))),
        ),
    )
    path = tmp_path / "食い違い.skilltrack"
    with pytest.raises(Refusal) as caught:
        write_package(path, unsound, organisation_key)
    assert not path.exists()
    path.write_bytes(signed_document("package", 1, plain(unsound), organisation_key))
    assert refusal_of(path).problems == caught.value.problems
    assert {problem.values["key"] for problem in caught.value.problems} == {
        "round_id",
        "closes_on",
        "public_key",
        "courses.C1",
        "questionnaire.scale.steps",
        "questionnaire.items.W1",
        "questionnaire.items.W1.category",
        "schemes.trial.tiers.one",
        "schemes.trial.gates.same",
    }


def test_same_package_and_key_give_the_same_bytes(
    tmp_path: Path, package: RoundPackage, organisation_key: bytes
) -> None:
    for name in ("一", "二"):
        write_package(tmp_path / name, package, organisation_key)
    assert (tmp_path / "一").read_bytes() == (tmp_path / "二").read_bytes()
    assert canonical(plain(package)) == canonical(plain(read_package(tmp_path / "一").package))
