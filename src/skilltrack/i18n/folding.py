"""Making spellings alike for a search; what is stored and shown stays as it was given."""

import unicodedata
from collections.abc import Mapping

_VARIANTS = {
    "高": "髙",
    "崎": "﨑嵜",
    "斉": "齊斎齋",
    "辺": "邊邉",
    "浜": "濱濵",
    "沢": "澤",
    "広": "廣",
    "桜": "櫻",
    "島": "嶋嶌",
    "国": "國",
    "恵": "惠",
    "真": "眞",
    "徳": "德",
    "吉": "𠮷",
    "富": "冨",
    "峰": "峯",
    "条": "條",
    "円": "圓",
    "栄": "榮",
    "実": "實",
    "学": "學",
    "豊": "豐",
    "竜": "龍",
    "瀬": "瀨",
    "槙": "槇",
    "弥": "彌",
    "礼": "禮",
    "静": "靜",
    "万": "萬",
    "曽": "曾",
    "淵": "渕渊",
    "野": "埜",
    "荘": "莊",
    "聡": "聰",
    "薫": "薰",
    "来": "來",
    "児": "兒",
    "館": "舘",
    "緒": "緖",
    "緑": "綠",
    "与": "與",
    "桧": "檜",
    "清": "淸",
    "青": "靑",
    "横": "橫",
    "戸": "戶",
    "黒": "黑",
    "郷": "鄕鄉",
    "歩": "步",
    "増": "增",
    "寛": "寬",
    "教": "敎",
    "橋": "𣘺",
    "鉄": "鐵鉃",
    "亀": "龜",
    "村": "邨",
    "祢": "禰",
    "薮": "藪",
    "巌": "巖",
    "参": "參",
    "寿": "壽",
    "蔵": "藏",
    "昇": "曻",
    "顕": "顯",
}
"""Usual character → the variants under which names are registered (facts §6.6)."""

_HIRAGANA = range(ord("ぁ"), ord("ゖ") + 1)
_KATAKANA_ABOVE = ord("ァ") - ord("ぁ")

_FOLDED: Mapping[int, str] = {
    ord(variant): usual for usual, variants in _VARIANTS.items() for variant in variants
} | {hiragana: chr(hiragana + _KATAKANA_ABOVE) for hiragana in _HIRAGANA}


def fold(text: str) -> str:
    """Return a text in which variants, kana, width and case no longer differ."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold()


KANA_ROWS = "アカサタナハマヤラワ"
"""The rows of the kana table by which lists of names are leafed through."""

_ROW_ENDS = "オゴゾドノポモヨロン"


def kana_row(text: str) -> str:
    """Return the row of the kana table in which a reading begins, '' for anything else."""
    first = fold(text[:1])[:1]
    if first in {"ヴ", "ヵ", "ヶ"}:
        return "ア" if first == "ヴ" else "カ"
    if not "ァ" <= first <= "ン":
        return ""
    return next(row for row, end in zip(KANA_ROWS, _ROW_ENDS, strict=True) if first <= end)
