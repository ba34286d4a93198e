"""The tables of 数え方: figures with their rules, people left out, changes."""

from dataclasses import dataclass

from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.inclusion import (
    EXCLUSION_NAMES,
    FIGURE_NAMES,
    ORIGIN_NAMES,
    coverage_words,
    left_out_words,
    rule_words,
)
from skilltrack.i18n.texts import _
from skilltrack.services.inclusion import LeftOut, Version, Vocabulary

_ORDER = {figure: place for place, figure in enumerate(Figure)}
RULE_COLUMN = 1


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A change with what a rule can name, for the words."""

    version: Version
    vocabulary: Vocabulary

    @property
    def subject(self) -> str:
        """Return the figures, and whether the change holds for one scheme alone."""
        scheme = self.version.rules[0][0]
        figures = _("、").join(
            FIGURE_NAMES[figure] for _scheme, figure, _rule in self.version.rules
        )
        if not scheme:
            return figures
        return _("{figures}（{scheme}）").format(
            figures=figures, scheme=dict(self.vocabulary.schemes).get(scheme, scheme)
        )

    @property
    def words(self) -> str:
        """Return the rule that the change set; it is the same for all its figures."""
        rule = self.version.rules[0][2]
        if rule is None:
            return _("設定をやめて元の決まりに戻した")
        return rule_words(rule, self.vocabulary.band_names)


FIGURE_FIELDS: tuple[Field[Coverage], ...] = (
    Field(
        _("数値"), lambda row: FIGURE_NAMES[row.figure], lambda row: _ORDER[row.figure], LEFT, 112
    ),
    Field(_("対象"), coverage_words),
    Field(_("決まり"), lambda row: ORIGIN_NAMES[row.applied.origin], None, LEFT, 120),
    Field(_("人数"), lambda row: f"{row.counted:,}", lambda row: row.counted, RIGHT, 72),
    Field(
        _("除いた人"),
        lambda row: f"{row.left_out_in_all:,}",
        lambda row: row.left_out_in_all,
        RIGHT,
        88,
        tooltip=left_out_words,
    ),
)

PEOPLE_FIELDS: tuple[Field[LeftOut], ...] = (
    Field(_("職員番号"), lambda row: row.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda row: plain_name(row.name), lambda row: row.kana, LEFT, 136),
    Field(_("所属"), lambda row: row.department_name, lambda row: row.department, LEFT, 176),
    Field(_("職名"), lambda row: row.job_title, None, LEFT, 120),
    Field(_("除いた理由"), lambda row: EXCLUSION_NAMES[row.reason]),
)

VERSION_FIELDS: tuple[Field[VersionRow], ...] = (
    Field(_("日時"), lambda row: local_time_text(row.version.at), lambda row: row.version.change),
    Field(_("操作した人"), lambda row: row.version.actor, None, LEFT, 96),
    Field(_("数値"), lambda row: row.subject),
    Field(_("数え方"), lambda row: row.words),
    Field(_("理由"), lambda row: row.version.reason),
    Field(
        _("状態"),
        lambda row: _("元に戻した") if row.version.undone_in is not None else _("有効な変更"),
        None,
        LEFT,
        112,
        tone=lambda row: None if row.version.undone_in is None else Tone.ATTENTION,
    ),
)


def figures_table() -> TableView[Coverage]:
    """Make the table of figures and rules."""
    table: TableView[Coverage] = TableView(FIGURE_FIELDS, fold=fold, stretched=RULE_COLUMN)
    table.setAccessibleName(_("数値ごとの数え方"))
    return table


def people_table() -> TableView[LeftOut]:
    """Make the table of people left out."""
    table: TableView[LeftOut] = TableView(
        PEOPLE_FIELDS,
        searched=(Field("", lambda row: f"{searched_name(row.name)}\n{row.kana}"),),
        fold=fold,
        frozen_columns=2,
    )
    table.setAccessibleName(_("除いた人"))
    return table


def versions_table() -> TableView[VersionRow]:
    """Make the table of changes."""
    table: TableView[VersionRow] = TableView(VERSION_FIELDS, fold=fold)
    table.setAccessibleName(_("変更の履歴"))
    return table
