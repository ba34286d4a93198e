"""Chasing those who owe an answer."""

SENTENCES = {
    "chasing.closed": (
        "「{title}」は{closes_on}に締め切ったため、督促はできません。"
        "未回答の人は、調査の一覧で確かめられます。"
    ),
    "chasing.nobody": (
        "「{title}」には、督促する相手がいません。確認待ちの回答がある人と、休職や退職の人は除いています。"
    ),
}
