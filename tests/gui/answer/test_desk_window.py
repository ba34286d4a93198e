"""The window for submissions: drafts, what is wrong, sending, receipts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from skilltrack.domain.submissions import (
    ExamOffer,
    Offer,
    ScoreOffer,
    SubmissionDesk,
    SubmissionKind,
)
from skilltrack.exchange.receipts import Receipt, receipts_file, write_receipts
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key
from skilltrack.exchange.submissions import file_digest, open_submission, write_desk
from skilltrack.gui.answer.desk_window import SubmissionWindow
from skilltrack.services.answering.invitations import is_desk_package
from skilltrack.services.answering.profiles import Profile

TODAY = date(2026, 11, 21)


class Terminal:
    """A window on a package, with the keys of the personnel section."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder, self.qtbot = folder, qtbot
        self.keys: RoundKeys = new_round_keys()
        self.signing_key = new_signing_key()
        for name in ("配布", "回収", "受領"):
            (folder / name).mkdir(parents=True)
        self.path = folder / "配布" / "届出.skilltrack"
        write_desk(self.path, self.desk(), self.signing_key)
        self.profile = Profile(folder / "profile", account="aoki")
        self.window = self.opened(TODAY)

    def desk(self) -> SubmissionDesk:
        return SubmissionDesk(
            desk_id="todoke-2026-1",
            fiscal_year=2026,
            title="令和8年度 届出",
            organisation="みずほ野市",
            contact="人事課",
            purpose="研修の計画に使います。",
            opens_on=date(2026, 4, 1),
            closes_on=date(2027, 4, 30),
            kinds=tuple(SubmissionKind),
            courses=(Offer("S1", "表計算入門"), Offer("S2", "セキュリティ研修")),
            exams=(ExamOffer("ip", "ITパスポート", (ScoreOffer("total", "総合評価点", 1000),)),),
            practices=(),
            inbox="../回収",
            receipts="../受領",
            public_key=self.keys.public,
        )

    def opened(self, today: date) -> SubmissionWindow:
        window = SubmissionWindow(
            self.path, self.profile, today=lambda: today, confirm=lambda *_asked: True
        )
        self.qtbot.addWidget(window)
        window.show()
        self.window = window
        self.settle()
        return window

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.dispatcher.is_busy, timeout=10_000)

    def start(self, kana: str = "アオキ ハナ") -> None:
        self.window.identify.employee_no.setText("000101")
        self.window.identify.kana.setText(kana)
        self.window.identify.start_button.click()
        self.settle()
        self.settle()

    def write(self, kind: SubmissionKind, **fields: str) -> None:
        self.window.list.doors[kind].click()
        assert self.window.form is not None
        for name, text in fields.items():
            widget = self.window.form.fields[name]
            if hasattr(widget, "setPlainText"):
                widget.setPlainText(text)
            elif hasattr(widget, "setCurrentIndex"):
                widget.setCurrentIndex(widget.findData(text))
            else:
                widget.setText(text)

    def click(self, button: object) -> None:
        button.click()  # type: ignore[attr-defined]
        for _step in range(3):
            self.settle()

    @property
    def inbox(self) -> list[Path]:
        return sorted((self.folder / "回収").iterdir())


@pytest.fixture
def terminal(tmp_path: Path, qtbot: QtBot, qapp: object) -> Iterator[Terminal]:
    made = Terminal(tmp_path, qtbot)
    yield made
    made.window.close()
    made.settle()


def test_package_of_a_desk_is_told_from_that_of_a_round(terminal: Terminal) -> None:
    assert is_desk_package(terminal.path)
    assert not is_desk_package(terminal.folder / "none.skilltrack")


def test_report_is_sent_sealed_and_its_receipt_shown(terminal: Terminal) -> None:
    terminal.start()
    terminal.write(SubmissionKind.COURSE_REPORT, course="S1", on="R8.10.5", learnt="表の作り方")
    assert terminal.window.form is not None
    terminal.click(terminal.window.form.send_button)
    (file,) = terminal.inbox
    data = file.read_bytes()
    sheet = open_submission(data, terminal.keys.private, "todoke-2026-1").sheet
    assert sheet.fields == {"course": "S1", "on": "2026-10-05", "learnt": "表の作り方"}
    assert (sheet.employee_no, sheet.account) == ("000101", "aoki")
    from datetime import UTC, datetime

    entries = {file_digest(data): Receipt(datetime(2026, 11, 21, tzinfo=UTC))}
    path = receipts_file(terminal.folder / "受領", "todoke-2026-1")
    write_receipts(path, "todoke-2026-1", entries, terminal.signing_key)
    terminal.click(terminal.window.list.receipts_button)
    session = terminal.window.session
    assert session is not None
    assert session.entries[0].received_at is not None


def test_mistakes_stand_beside_their_fields_and_nothing_goes_out(terminal: Terminal) -> None:
    terminal.start()
    terminal.write(SubmissionKind.COURSE_REPORT, on="きのう")
    form = terminal.window.form
    assert form is not None
    terminal.click(form.send_button)
    assert "日付として読めません" in form.problems["修了日"].text
    assert form.problems["学んだこと"].text
    assert terminal.inbox == []


def test_draft_is_kept_when_the_window_closes(terminal: Terminal) -> None:
    terminal.start()
    terminal.write(SubmissionKind.PRACTICE, title="窓口の予約")
    assert terminal.window.form is not None
    terminal.window.form.changed.emit()
    terminal.window.close()
    terminal.settle()
    terminal.qtbot.waitUntil(lambda: not terminal.window.isVisible())
    terminal.opened(TODAY)
    terminal.start()
    session = terminal.window.session
    assert session is not None
    assert [entry.fields for entry in session.entries] == [{"title": "窓口の予約"}]


def test_missing_inbox_offers_another_folder(terminal: Terminal) -> None:
    terminal.start()
    (terminal.folder / "回収").rmdir()
    terminal.write(SubmissionKind.EXAM_RESULT, exam="ip", on="2026/9/1", result="passed")
    form = terminal.window.form
    assert form is not None
    terminal.click(form.send_button)
    assert form.elsewhere_button.isVisibleTo(form)
    (terminal.folder / "回収").mkdir()


def test_after_the_last_day_nothing_can_be_begun(terminal: Terminal) -> None:
    terminal.window.close()
    terminal.settle()
    terminal.opened(date(2027, 5, 1))
    terminal.start()
    assert not any(door.isEnabled() for door in terminal.window.list.doors.values())


def test_blank_kana_is_told_beside_its_field(terminal: Terminal) -> None:
    terminal.start("")
    assert terminal.window.identify.problems["フリガナ"].text
    assert terminal.window.session is None


def test_damaged_package_is_told(terminal: Terminal) -> None:
    terminal.window.close()
    terminal.settle()
    terminal.path.write_bytes(terminal.path.read_bytes()[:-20])
    window = terminal.opened(TODAY)
    assert window.session is None
    assert window.pages.count() == 1
