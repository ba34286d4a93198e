"""Problems with ways of looking at departments."""

SENTENCES: dict[str, str] = {
    "lineage.before_reference": (
        "「今の組織」の日（{on}）が基準日（{as_of}）より前です。"
        "基準日以後の日を指定するか、比較できる単位で出します。"
    ),
}
