"""The words for what an import does, and what the columns of import files hold."""

from collections.abc import Mapping

from skilltrack.domain.intake import Decision, Handling, ImportKind, LineState
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _

IMPORT_KIND_NAMES: Mapping[ImportKind, str] = {
    ImportKind.DEPARTMENTS: _("所属"),
    ImportKind.TITLES: _("職名と役職区分"),
    ImportKind.EMPLOYEES: _("職員"),
    ImportKind.APPOINTMENTS: _("役割の任命"),
    ImportKind.COURSES: _("研修一覧"),
    ImportKind.COMPLETIONS: _("研修の修了"),
    ImportKind.EXAMS: _("試験の結果"),
    ImportKind.VOUCHER_RESULTS: _("バウチャーの受験結果"),
    ImportKind.PRACTICES: _("DX実践"),
    ImportKind.CAREER: _("経験・資格・希望"),
}

LINE_STATE_NAMES: Mapping[LineState, str] = {
    LineState.NEW: _("新規"),
    LineState.CHANGED: _("変更"),
    LineState.UNCHANGED: _("変更なし"),
    LineState.MISSING: _("ファイルにない"),
}

HANDLING_NAMES: Mapping[Handling, str] = {
    Handling.KEEP: _("そのまま残す"),
    Handling.RETIRED: _("退職"),
    Handling.SECONDED: _("派遣出"),
    Handling.LEAVE: _("休職"),
    Handling.CHILDCARE: _("育休"),
}

COLUMN_NOTES: Mapping[str, str] = {
    "職員番号": _("職員を見分ける番号。先頭の0も残します"),
    "氏名": _("書かれたとおりに残します"),
    "フリガナ": _("並べ替えと検索に使います"),
    "所属コード": _("所属の番号。所属として登録済みのもの"),
    "所属名": _("所属の名前"),
    "上位所属コード": _("すぐ上の所属の番号"),
    "評価単位": _("所属別評価で1行になる所属に○"),
    "有効開始": _("この内容の最初の日"),
    "有効終了": _("この内容の最後の日"),
    "後継所属コード": _("なくなった後に引き継ぐ所属の番号"),
    "職名": _("課長、主査など"),
    "役職区分": _("育成制度の区分の名前"),
    "任用区分": _("正規、会計年度など"),
    "職種": _("一般行政、土木など"),
    "兼務所属コード": _("兼務先の番号。複数は ; で区切ります"),
    "採用日": _("最初に在職した日"),
    "退職日": _("最後に在職した日"),
    "状態": _("在職、休職、育休、派遣出など"),
    "状態開始": _("休職などの最初の日"),
    "状態終了": _("休職などの最後の日"),
    "生年月日": _("年代別の集計に使います"),
    "アカウント": _("端末のアカウント名。回答との照合に使います"),
    "役割": _("DXリーダーなど、制度の役割の名前"),
    "開始": _("任命の最初の日"),
    "終了": _("任命の最後の日"),
    "方法": _("手挙げ、推薦、指名、認定"),
    "研修コード": _("研修を見分ける番号"),
    "研修名": _("研修の名前"),
    "種別": _("必須、リーダー必須、選択"),
    "対象区分": _("対象の役職区分。空欄は全員"),
    "形態": _("集合、eラーニングなど"),
    "時間": _("1人あたりの時間"),
    "年度": _("2026 や 令和8年度"),
    "修了日": _("修了した日"),
    "点数": _("テストなどの点数"),
    "出所": _("どこから得た記録か"),
    "試験": _("試験の名前"),
    "受験日": _("受けた日"),
    "合否": _("合格、不合格"),
    "合格証書番号": _("合格証書に書かれた番号"),
    "負担": _("バウチャー、公費、自己負担、自己負担（助成あり）"),
    "バウチャー番号": _("受験に使ったバウチャーの番号。登録したものに限ります"),
    "証跡": _("試験結果レポートなどの置き場所"),
    "名称": _("取組の名前"),
    "段階": _("提案、採択、実施、横展開"),
    "内容": _("取組の説明"),
    "効果時間": _("1年あたりに減る時間"),
    "効果件数": _("1年あたりの件数"),
    "参加者職員番号": _("参加した職員の番号。複数は ; で区切ります"),
    "種類": _("実務経験、技能、資格、実績、極めたい分野"),
    "分野": _("経験や資格の分野。データ分析、GISなど"),
    "水準": _("1から9までの数。大きいほど高い"),
    "証拠": _("実績や資格を確かめた資料"),
    "備考": _("自由に書けます"),
    "公開可否": _("市の外に見せてよい取組に○"),
    "提案日": _("提案した日"),
    "採択日": _("採択した日"),
    "実施日": _("実施した日"),
    "横展開日": _("ほかの所属に広がった日"),
}
"""Heading → what the column holds; headings that exams bring along stand for scores."""


def column_note(heading: str) -> str:
    """Return what a column holds."""
    return COLUMN_NOTES.get(heading) or _("得点")


def decision_text(decision: Decision | None) -> str:
    """Return what becomes of somebody missing; '' where nothing was decided."""
    if decision is None:
        return ""
    name = HANDLING_NAMES[decision.handling]
    if decision.on is None or decision.handling is Handling.KEEP:
        return name
    if decision.handling is Handling.RETIRED:
        return _("{name}（最終日 {day}）").format(name=name, day=wareki(decision.on))
    return _("{name}（{day}から）").format(name=name, day=wareki(decision.on))
