"""What kinds, fields, states and conflicts of submissions are called."""

from skilltrack.domain import submissions as s
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.submissions import (
    Arrived,
    Conflict,
    FormField,
    Offer,
    SubmissionKind,
    SubmissionState,
    Words,
)
from skilltrack.i18n.texts import _

KIND_NAMES = {
    SubmissionKind.COURSE_REPORT: _("受講報告"),
    SubmissionKind.EXAM_RESULT: _("試験結果"),
    SubmissionKind.PRACTICE: _("DX実践"),
    SubmissionKind.PEER_REVIEW: _("相互評価"),
}

KIND_GUIDES = {
    SubmissionKind.COURSE_REPORT: _(
        "受けた研修の日、時間、学んだことを届け出ます。一覧にない研修は、名前を書きます。"
    ),
    SubmissionKind.EXAM_RESULT: _(
        "受けた試験の結果を届け出ます。点数が分かるときは点数を、分からないときは合否を書きます。"
    ),
    SubmissionKind.PRACTICE: _("職場で進めた改善を届け出ます。提案の段階でもかまいません。"),
    SubmissionKind.PEER_REVIEW: _(
        "他の所属の取組みについて、感じたことを言葉で届け出ます。点数は付けません。"
    ),
}

_FIELDS = {
    s.COURSE: _("研修"),
    s.COURSE_NAME: _("一覧にない研修の名前"),
    s.ON: _("修了日"),
    s.HOURS: _("時間"),
    s.LEARNT: _("学んだこと"),
    s.EVIDENCE_NAME: _("証拠のファイル名"),
    s.EVIDENCE: _("証拠の内容"),
    s.EXAM: _("試験"),
    s.RESULT: _("合否"),
    s.CERTIFICATE: _("合格証書番号"),
    s.TITLE: _("名称"),
    s.STAGE: _("段階"),
    s.CONTENT: _("内容"),
    s.EFFECT_HOURS: _("効果時間（年）"),
    s.EFFECT_CASES: _("効果件数（年）"),
    s.PARTICIPANTS: _("参加者の職員番号"),
    s.PUBLIC: _("公開してよい"),
    s.PRACTICE: _("取組み"),
}

_HINTS = {
    s.CERTIFICATE: _("合格証書が届いていれば書きます"),
    s.HOURS: _("例：1.5（1時間30分）"),
    s.EVIDENCE_NAME: _("例：修了証.pdf（人事課に別に渡すもの）"),
    s.EVIDENCE: _("例：修了証の番号、受講画面の表示"),
    s.PARTICIPANTS: _("「;」で区切ります。自分は書かなくてかまいません"),
    s.COURSE_NAME: _("例：県市町村研修センター データ活用研修"),
}

STATE_NAMES = {
    SubmissionState.WAITING: _("確認待ち"),
    SubmissionState.CONFIRMED: _("確認済み"),
    SubmissionState.RETURNED: _("差戻し"),
}

ARRIVED_NAMES = {
    Arrived.ACCEPTED: _("受け付け"),
    Arrived.DUPLICATE: _("同じもの"),
    Arrived.SET_ASIDE: _("取り分け"),
    Arrived.BEING_WRITTEN: _("書込み中"),
}

CONFLICT_NAMES = {
    Conflict.UNKNOWN_COURSE: _("研修一覧にない研修です"),
    Conflict.UNKNOWN_EXAM: _("登録されていない試験です"),
    Conflict.UNKNOWN_PRACTICE: _("登録されていない取組みです"),
    Conflict.NO_EDITION: _("その日に有効な試験の版がありません"),
    Conflict.UNDECIDED_RESULT: _("合否も、合否を決める点数もそろっていません"),
    Conflict.SCORE_TOO_HIGH: _("点数が満点を超えています"),
    Conflict.SCORE_NOT_OF_EXAM: _("受験日の制度版にない点数があります"),
    Conflict.TOTAL_NOT_SUM: _("総合点が分野の点数の合計と合いません"),
    Conflict.EDITION_PROVISIONAL: _("受験日の制度版は公表待ちです（合否をそのまま残します）"),
    Conflict.IN_FUTURE: _("日付が今日より後です"),
    Conflict.NO_POST: _("その日に在職していません"),
    Conflict.UNKNOWN_PARTICIPANT: _("参加者に名簿にない職員番号があります"),
    Conflict.OWN_DEPARTMENT: _("自分の所属の取組みです"),
    Conflict.NOT_CARRIED_OUT: _("まだ実施していない取組みです"),
    Conflict.NO_WORDS: _("言葉での記入がありません"),
    Conflict.ALREADY_RECORDED: _("同じ記録があります"),
    Conflict.COMPLETED_EARLIER: _("同じ年度に修了しています"),
    Conflict.OUTSIDE_YEAR: _("受付の年度の外の日付です"),
    Conflict.NOT_IN_CATALOGUE: _("その年度の一覧にない研修です"),
    Conflict.NO_EVIDENCE: _("証拠がありません"),
    Conflict.RESULT_CONTRADICTS: _("合否が点数と合いません"),
    Conflict.OTHER_KEY: _("ほかの届出や回答と違う端末から届きました"),
    Conflict.OTHER_KANA: _("フリガナが名簿と違います"),
    Conflict.OTHER_ACCOUNT: _("アカウントが名簿と違います"),
    Conflict.CERTIFICATE_OF_OTHER: _("合格証書番号がほかの人と同じです"),
    Conflict.CERTIFICATE_OF_FAILED: _("不合格なのに合格証書番号があります"),
    Conflict.RECORDED_OTHERWISE: _("同じ日の受験が、違う結果で登録されています"),
    Conflict.COMPLETES_RECORD: _("登録済みの受験の空いている欄を埋めます"),
    Conflict.TOLD_OTHERWISE: _("同じ日の受験について、違う内容の届出が待っています"),
    Conflict.TITLE_KNOWN: _("同じ名称の取組みがあります"),
    Conflict.TWICE: _("同じ届出がほかにも待っています"),
}


def field_name(field: FormField, kind: SubmissionKind) -> str:
    """Return the heading of a field."""
    if field.caption:
        return _(field.caption)
    if field.id == s.ON and kind is SubmissionKind.EXAM_RESULT:
        return _("受験日")
    return _FIELDS[field.id]


def field_hint(field: FormField) -> str:
    """Return an example for a field; '' where none is needed."""
    if field.id.startswith(s.SCORE):
        return _("{maximum}点まで").format(maximum=field.maximum)
    return _HINTS.get(field.id, "")


def choice_text(offer: Offer) -> str:
    """Return a choice as it stands in lists: what is chosen is found by the code in front."""
    return f"{offer.code}　{offer.name}"


ASPECTS = (
    Offer("good", _("よいと思ったところ")),
    Offer("apply", _("自分の職場に生かせるところ")),
    Offer("advice", _("さらによくするための助言")),
)


def words() -> Words:
    """Return the fixed choices."""
    return Words(
        stages=(
            Offer(PracticeStage.PROPOSED.value, _("提案")),
            Offer(PracticeStage.ADOPTED.value, _("採択")),
            Offer(PracticeStage.CARRIED_OUT.value, _("実施")),
            Offer(PracticeStage.SPREAD.value, _("横展開")),
        ),
        results=(Offer(s.PASSED, _("合格")), Offer(s.FAILED, _("不合格"))),
        yes_no=(Offer(s.YES, _("可")), Offer(s.NO, _("否"))),
        aspects=ASPECTS,
    )


FIXED = frozenset({s.STAGE, s.RESULT, s.PUBLIC})
"""Fields whose choices are words: their codes are never shown."""
