"""Comparing rounds."""

SENTENCES = {
    "analysis.other_questionnaire": "「{title}」は別の調査票によるため、比較できません。同じ調査票の調査を選んでください。",
    "analysis.not_earlier": "「{title}」はこの調査より前の調査ではないため、比較できません。前の調査を選んでください。",
}
