"""The drawer of a course: everything that is known of it, and what is done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.catalogue.years import CatalogueField
from skilltrack.gui.office.catalogue.rows import ListRow, YearRow
from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.catalogue import (
    PART_NAMES,
    YEAR_STATE_NAMES,
    archive_text,
    audience_texts,
    completion_text,
    mention_text,
    offer_texts,
    part_text,
    yen_text,
)
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

_HELD = (
    CatalogueField.MODES,
    CatalogueField.HOURS,
    CatalogueField.ORGANISER,
    CatalogueField.LECTURER,
    CatalogueField.CAPACITY,
)


class CoursePanel(QWidget):
    """Shows a course of the year."""

    change_requested = Signal()
    remove_requested = Signal()
    sessions_requested = Signal()
    people_requested = Signal()

    def __init__(self, row: ListRow) -> None:
        super().__init__()
        self.row = row
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, Space.S, 0)
        self._column.setSpacing(Space.S)
        course = row.line.course
        if course.detail.explanation:
            self._column.addWidget(Paragraph(course.detail.explanation))
        self._add_audience()
        self._add_content()
        self._add_completion()
        self._add_use()
        self._add_cost()
        self._add_mentions()
        self._add_buttons()
        self._column.addStretch(1)

    def _lines(self, title: str, lines: tuple[str, ...], none: str) -> None:
        add_section(self._column, title)
        add_lines(self._column, lines, none=none)

    def _add_audience(self) -> None:
        course, words = self.row.line.course, self.row.words
        lines = (*offer_texts(course, words), *audience_texts(course.detail.audience, words))
        self._lines(_("種別と対象"), lines, "")

    def _add_content(self) -> None:
        course, words = self.row.line.course, self.row.words
        lines = tuple(
            _("{part}：{text}").format(part=PART_NAMES[part], text=part_text(course, part, words))
            for part in _HELD
        )
        self._lines(_("実施のしかた"), lines, "")
        skills = tuple(words.skill(skill) for skill in course.detail.builds)
        self._lines(_("育てるスキル"), skills, _("決まっていません。"))

    def _add_completion(self) -> None:
        course, words = self.row.line.course, self.row.words
        rule = course.detail.completion
        lines = (
            _("条件：{text}").format(text=completion_text(rule)),
            archive_text(rule),
            _("有効期間：{text}").format(text=part_text(course, CatalogueField.VALIDITY, words)),
        )
        self._lines(_("修了"), lines, "")

    def _add_use(self) -> None:
        use = self.row.line.use
        lines = (
            _("実施回：{count:,}回").format(count=use.sessions),
            _("席（申込 / 定員）：{seats}").format(seats=self.row.seats),
            _("受講計画の席：{count:,}").format(count=use.planned),
            _("基準日までの修了：{count:,}人").format(count=use.completed),
        )
        self._lines(_("この年度の実施"), lines, "")
        self.sessions_button = quiet_button(_("実施回を見る"))
        self.sessions_button.clicked.connect(self.sessions_requested)
        self.people_button = quiet_button(_("修了した職員を見る"))
        self.people_button.setEnabled(bool(use.completed))
        self.people_button.clicked.connect(self.people_requested)
        links = QHBoxLayout()
        links.addWidget(self.sessions_button)
        links.addWidget(self.people_button)
        links.addStretch(1)
        self._column.addLayout(links)

    def _add_cost(self) -> None:
        line, detail = self.row.line, self.row.line.course.detail
        if line.cost is None:
            self._lines(_("費用"), (), _("決まっていません。"))
            return
        at_most = NO_FIGURE if line.cost.at_most is None else yen_text(line.cost.at_most)
        lines = (
            _("1回：{yen} × {count:,}回").format(
                yen=yen_text(detail.session_yen), count=line.use.sessions
            ),
            _("1人：{yen} × {count:,}人").format(
                yen=yen_text(detail.seat_yen), count=line.use.heads
            ),
            _("見込み：{yen}（満席の場合：{most}）").format(
                yen=yen_text(line.cost.total), most=at_most
            ),
        )
        self._lines(_("費用"), lines, "")

    def _add_mentions(self) -> None:
        lines = tuple(mention_text(mention) for mention in self.row.line.named_by)
        self._lines(_("この研修を使う決まり"), lines, _("ありません。"))

    def _add_buttons(self) -> None:
        self.change_button = QPushButton(_("変更"))
        self.change_button.clicked.connect(self.change_requested)
        self.remove_button = quiet_button(_("削除"))
        self.remove_button.clicked.connect(self.remove_requested)
        self._column.addSpacing(Space.M)
        foot = QHBoxLayout()
        foot.addWidget(self.change_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        self._column.addLayout(foot)


class YearPanel(QWidget):
    """Shows a course in two years, part by part."""

    def __init__(self, row: YearRow, before: str, after: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        one = row.comparison
        column.addWidget(Paragraph(YEAR_STATE_NAMES[one.state], TextRole.SECONDARY))
        held = one.after or one.before
        parts = one.parts or tuple(CatalogueField)
        for part in parts:
            add_section(column, PART_NAMES[part])
            if one.before is not None and one.after is not None and part in one.parts:
                old, new = (part_text(c, part, row.words) for c in (one.before, one.after))
                add_lines(
                    column,
                    (
                        _("{year}：{text}").format(year=before, text=old),
                        _("{year}：{text}").format(year=after, text=new),
                    ),
                    none="",
                )
            elif held is not None:
                add_lines(column, (part_text(held, part, row.words),), none="")
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
