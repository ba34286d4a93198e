"""Comparison between bodies, and shipped questionnaires."""

SENTENCES = {
    "questionnaires.not_shipped": (
        "「{name}」という付属の調査票はありません。使えるのは {accepted} です。"
    ),
    "bodies.round_open": (
        "「{title}」はまだ締め切っていません。比較ファイルの数値は後から変わらないので、"
        "調査を終えてから作成してください。"
    ),
    "bodies.too_few_answers": (
        "「{title}」の回答は{least}人に満たないため、比較ファイルを作成できません。"
        "人数の多い調査を選んでください。"
    ),
    "bodies.no_files": "比較ファイルがありません。まとめるファイルを選んでください。",
    "bodies.too_many_files": "比較ファイルが多すぎます。一度にまとめるのは{most}個までにしてください。",
    "bodies.missing_file": "比較ファイルが見つかりません。場所を確かめてください。",
    "bodies.unreadable": "比較ファイルを読めません。ほかで開いていないか、場所を確かめてください。",
    "bodies.too_large": (
        "{megabytes}MBを超えるため読みません。書き出した団体に、比較ファイルかどうかを確かめてください。"
    ),
    "bodies.not_a_summary": (
        "団体間比較ファイルではありません。「調査結果」から書き出したファイルを選んでください。"
    ),
    "bodies.newer_program": (
        "新しい版の本ソフトで書き出されています。本ソフトを新しくしてから読んでください。"
    ),
    "bodies.more_answered": (
        "回答の人数が対象の人数より多くなっています。書き出した団体に、作り直しを頼んでください。"
    ),
    "bodies.unknown_group": (
        "一覧にない分野か役職区分の数値です。書き出した団体に、作り直しを頼んでください。"
    ),
    "bodies.figure_twice": (
        "同じ分野と役職区分の数値が2つあります。書き出した団体に、作り直しを頼んでください。"
    ),
    "bodies.half_figure": (
        "人数と平均の片方だけがあります。書き出した団体に、作り直しを頼んでください。"
    ),
    "bodies.too_few": (
        "{people}人の数値が入っています。{least}人に満たない数値は個人が分かるため読みません。"
        "書き出した団体に、作り直しを頼んでください。"
    ),
    "bodies.other_questionnaire": (
        "「{title}」の結果です。「{first}」と並べることはできません。"
        "同じ調査票のファイルだけを選んでください。"
    ),
    "bodies.same_twice": "「{file}」と同じ団体の同じ調査です。どちらかを外してください。",
}
