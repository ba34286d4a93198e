"""Which heading of a file is likely which of ours, and which word which.

The names are those usual in exports of personnel and payroll systems; what they do not know is
compared by similarity. A proposal is only ever shown to the person who decides.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

_LIKE = 0.72
"""From this similarity on a heading or word is proposed."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "職員番号": ("職員コード", "職員ID", "社員番号", "社員コード", "従業員番号", "職番"),
    "氏名": ("職員氏名", "氏名漢字", "漢字氏名", "名前", "職員名"),
    "フリガナ": ("氏名カナ", "カナ氏名", "カナ", "ふりがな", "氏名フリガナ", "ヨミガナ"),
    "所属コード": ("所属番号", "部署コード", "部署ID", "組織コード", "課コード", "本務所属コード"),
    "所属名": ("所属", "所属名称", "部署名", "組織名", "組織名称", "課名", "課名称"),
    "上位所属コード": ("上位組織コード", "親所属コード", "親組織コード", "部コード"),
    "職名": ("職", "職位", "補職名", "役職", "役職名", "職名称", "補職"),
    "役職区分": ("階層", "職層", "職位区分", "役職段階"),
    "任用区分": ("任用形態", "雇用区分", "職員区分", "雇用形態", "任用種別", "身分"),
    "職種": ("職種名", "職務区分", "職種名称"),
    "兼務所属コード": ("兼務先コード", "兼務先", "併任所属コード", "兼務コード"),
    "採用日": ("採用年月日", "入庁日", "入庁年月日", "入職日", "入社日", "任用開始日"),
    "退職日": ("退職年月日", "離職日", "退庁日", "任用終了日"),
    "状態": ("在職区分", "在籍区分", "休職区分", "在職状況", "勤務状態", "在籍状況"),
    "状態開始": ("休職開始日", "休業開始日", "状態開始日", "休職開始年月日"),
    "状態終了": ("休職終了日", "休業終了日", "状態終了日", "休職終了年月日"),
    "生年月日": ("誕生日", "生年月日西暦"),
    "アカウント": ("ログインID", "ユーザーID", "ユーザID", "アカウント名", "端末ID"),
    "役割": ("役割名", "任命区分", "DX役割"),
    "開始": ("開始日", "任命日", "任命年月日", "委嘱日"),
    "終了": ("終了日", "任期満了日", "解任日", "任期終了日"),
    "方法": ("任命方法", "選任方法"),
    "研修コード": ("研修番号", "講座コード", "講座番号", "コースコード", "コースID"),
    "研修名": ("研修名称", "講座名", "講座名称", "コース名"),
    "種別": ("研修種別", "必須選択", "受講区分"),
    "対象区分": ("対象", "対象者", "対象階層"),
    "形態": ("実施形態", "受講形態", "方式"),
    "時間": ("研修時間", "受講時間", "時間数"),
    "年度": ("実施年度", "対象年度"),
    "修了日": ("修了年月日", "受講日", "受講完了日", "完了日", "修了日時"),
    "点数": ("得点", "成績", "テスト点数"),
    "出所": ("登録元", "データ元", "実施機関"),
    "試験": ("試験名", "資格名", "試験区分", "資格"),
    "受験日": ("受験年月日", "試験日", "試験年月日", "受験日時"),
    "合否": ("合否区分", "結果", "合否結果", "合否判定"),
    "総合評価点": ("総合点", "総合得点", "総合評価"),
    "ストラテジ系": ("ストラテジ", "ストラテジ系評価点", "ストラテジ系得点"),
    "マネジメント系": ("マネジメント", "マネジメント系評価点", "マネジメント系得点"),
    "テクノロジ系": ("テクノロジ系評価点", "テクノロジ系得点"),
    "合格証書番号": ("合格証番号", "合格番号", "証書番号"),
    "負担": ("負担区分", "支払区分", "支払方法", "費用負担"),
    "バウチャー番号": ("バウチャー", "チケット番号", "バウチャーチケット番号"),
    "有効開始": ("適用開始日", "有効開始日", "設置日", "施行日"),
    "有効終了": ("適用終了日", "有効終了日", "廃止日"),
    "評価単位": ("評価対象", "集計単位"),
    "後継所属コード": ("後継組織コード", "移行先コード"),
    "名称": ("取組名", "取組名称", "件名", "題名"),
    "段階": ("進捗", "進捗状況", "ステータス"),
    "内容": ("取組内容", "概要", "説明"),
    "効果時間": ("削減時間", "年間削減時間"),
    "効果件数": ("対象件数", "削減件数"),
    "参加者職員番号": ("参加者", "参加職員番号", "メンバー"),
    "公開可否": ("公開", "公表可否"),
}
"""Our heading → what other systems call it."""

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "任用区分": {
        "正規": ("正職員", "正規職員", "一般職", "常勤職員", "正"),
        "再任用": ("再任用職員", "暫定再任用", "定年前再任用"),
        "任期付": ("任期付職員", "任期付き", "任期付採用"),
        "会計年度": ("会計年度職員", "パートタイム会計年度", "フルタイム会計年度", "非常勤"),
        "特別職": ("三役", "市長", "副市長", "教育長"),
        "派遣受入": ("派遣受入職員", "受入派遣", "出向受入"),
    },
    "状態": {
        "在職": ("在籍", "在職中", "現職", "勤務中"),
        "休職": ("休職中", "病気休職", "分限休職", "病休", "介護休業"),
        "育休": ("育休中", "育児休業中", "産休", "産休育休", "産前産後休暇"),
        "派遣出": ("派遣中", "出向", "出向中", "派遣先勤務"),
        "修了": ("完了", "受講完了", "終了", "済"),
        "免除": ("免除済", "受講免除"),
    },
    "合否": {"合格": ("合格者", "合格○"), "不合格": ("不合格者",)},
    "段階": {
        "提案": ("提案中", "検討中"),
        "採択": ("採択済", "着手"),
        "実施": ("実施中", "実施済", "運用中"),
        "横展開": ("横展開中", "展開済"),
    },
    "種別": {
        "必須": ("必修", "全員必須"),
        "リーダー必須": ("リーダー必修", "リーダー"),
        "選択": ("任意", "選択制"),
    },
    "方法": {"手挙げ": ("公募", "立候補"), "推薦": ("所属推薦",), "認定": ("認定済",)},
}
"""Our heading → our word → what other systems write."""


def plain(text: str) -> str:
    """Return a text in which widths, blanks, brackets and the spellings of コード are alike."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in folded if char.isalnum() or char == "ー")
    kept = kept.replace("code", "コード").replace("cd", "コード")
    return kept.removesuffix("no") + "番号" if kept.endswith("no") else kept


def names_of(heading: str) -> frozenset[str]:
    """Return every name under which a heading of ours is known, each as ``plain`` makes it."""
    return frozenset(map(plain, (heading, *_HEADINGS.get(heading, ()))))


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def suggested_headings(
    ours: Sequence[str], theirs: Sequence[str], kept: Mapping[str, str]
) -> dict[str, str]:
    """Return our heading → the likely heading of the file, each used at most once.

    Args:
        ours: Our headings.
        theirs: The headings of the file.
        kept: What is decided already: our heading → theirs.
    """
    free = {heading: plain(heading) for heading in theirs if heading not in kept.values()}
    open_ones = [heading for heading in ours if heading not in kept]
    pairs = []
    for place, heading in enumerate(open_ones):
        known = [plain(name) for name in (heading, *_HEADINGS.get(heading, ()))]
        for their, folded in free.items():
            likeness = max(_likeness(name, folded) for name in known)
            if folded == known[0]:
                likeness = 2.0
            if likeness >= _LIKE:
                pairs.append((-likeness, place, heading, their))
    found: dict[str, str] = {}
    for _rank, _place, heading, their in sorted(pairs):
        if heading not in found and their not in found.values():
            found[heading] = their
    return found


def suggested_words(
    heading: str, accepted: Sequence[str], unknown: Sequence[str]
) -> dict[str, str]:
    """Return word of the file → the likely one of ours; a word without a likely one is absent."""
    names: dict[str, str] = {plain(word): word for word in accepted}
    for ours, others in _WORDS.get(heading, {}).items():
        if ours in accepted:
            names |= {plain(name): ours for name in others}
    found: dict[str, str] = {}
    for word in unknown:
        folded = plain(word)
        if folded in names:
            found[word] = names[folded]
            continue
        likeness, name = max((_likeness(name, folded), name) for name in names)
        contained = [name for name in names if len(name) > 1 and name in folded]
        if contained:
            found[word] = names[max(contained, key=len)]
        elif likeness >= _LIKE:
            found[word] = names[name]
    return found
