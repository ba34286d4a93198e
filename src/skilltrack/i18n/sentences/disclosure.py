"""What may be published about small groups."""

SENTENCES = {
    "disclosure.below_floor": "公表に必要な人数を{number}人にはできません。{floor}人以上の数を入れてください。",
}
