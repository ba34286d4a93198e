"""The April rehearsal, the change of year and closed years."""

from typing import Final

SENTENCES: Final = {
    "years.files_known": (
        "試す名簿は、今の記録に重ねてだけ比べられます。"
        "過去の時点を見るときは、ファイルの指定を外します。"
    ),
    "years.nobody": (
        "{on}とその前日には、配属されている職員がいません。職員を取り込むか、日付を確かめます。"
    ),
    "years.no_courses": (
        "{year}年度の研修一覧はまだありません。繰り越す元の年度を確かめるか、研修一覧を取り込みます。"
    ),
    "years.unknown_courses": (
        "{year}年度の研修一覧にないコードです：{codes}。「courses list」などでコードを確かめます。"
    ),
    "years.unknown_role": (
        "年度末に任命中の役割ではありません：{keys}。「year roles」で対象を確かめます。"
    ),
    "years.not_over": ("{year}年度はまだ終わっていません。締められるのは{first}からです。"),
    "years.closed": ("{year}年度は締め済みです。直すときは、理由を付けて締めを解きます。"),
    "years.open": "{year}年度は締めていません。年度を確かめます。",
    "years.no_reason": "締めを解く理由を入力します。理由は記録に残ります。",
    "years.no_figures": (
        "締めた年度の記録に、制度「{scheme}」の評価がありません。"
        "締めたあとに加えた制度は、今の記録で計算します。"
    ),
    "years.no_unit": ("所属コード{unit}の評価単位はありません。使えるもの：{accepted}"),
}
