import copy
from datetime import date
from typing import Any

import pytest

Json = dict[str, Any]


@pytest.fixture
def small_questionnaire() -> Json:
    return copy.deepcopy(
        {
            "id": "small",
            "version": 1,
            "title": "小さな調査票",
            "scale": {
                "steps": [{"points": 0, "label": "知らない"}, {"points": 3, "label": "使える"}]
            },
            "categories": [{"code": "excel", "name": "エクセル"}],
            "items": [
                {
                    "code": "E01",
                    "category": "excel",
                    "text": "合計の出し方を知っていますか。",
                    "theme": "合計",
                    "origin": "own",
                }
            ],
        }
    )


@pytest.fixture
def small_scheme() -> Json:
    leaf = {"id": "excel", "label": "エクセル（目安）", "category": "excel", "percent": 60}
    return copy.deepcopy(
        {
            "id": "small",
            "version": 1,
            "name": "小さな制度",
            "rule": "by_post",
            "questionnaire": "small",
            "bands": [{"code": "staff", "name": "一般職員"}],
            "roles": [{"code": "leader", "name": "リーダー"}],
            "titles": {"主事": "staff"},
            "tiers": [
                {
                    "code": "base",
                    "name": "基礎",
                    "expected_bands": ["staff"],
                    "gate": {"all": [leaf, {"id": "exam", "label": "合格", "exam": "ip"}]},
                }
            ],
            "courses": [{"code": "C-1", "name": "基礎研修", "kind": "required"}],
            "evaluation": {
                "leader_role": "leader",
                "weights": {"required": 1, "leader": 1, "elective": 0.5},
            },
        }
    )


@pytest.fixture
def small_exam() -> Json:
    rule = {"id": "total", "label": "60点以上", "score": "total", "points": 60}
    return copy.deepcopy(
        {
            "code": "ip",
            "name": "試験",
            "editions": [
                {
                    "code": "old",
                    "valid_through": date(2025, 3, 31),
                    "fields": [{"code": "total", "name": "総合", "maximum": 100}],
                    "pass_rule": {"all": [rule]},
                },
                {"code": "new", "valid_from": "2025-04-01"},
            ],
        }
    )
