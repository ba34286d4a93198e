"""A questionnaire as text is read back without loss."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.exchange.definitions.questionnaire_text import (
    questionnaire_text,
    write_questionnaire_text,
)
from skilltrack.exchange.definitions.questionnaires import load_questionnaire

texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20
).filter(lambda text: bool(text.strip()))


def questionnaire_of(text: str) -> Questionnaire:
    own = Scale((ScaleStep(1, "いいえ"), ScaleStep(3, "はい")), allows_not_applicable=False)
    choices = (Choice("a", "正", is_right=True), Choice("b", "誤"))
    return Questionnaire(
        id="q",
        version=3,
        title="題",
        explanation=text,
        scale=Scale((ScaleStep(0, "知らない"), ScaleStep(1, "使える"))),
        categories=(Category("c", "分野", text),),
        items=(
            Item("r", "c", text, "主", Origin.OWN, "DSS", ("C1", "C2"), is_continued=True),
            Item("s", "c", "問", "主", Origin.PUBLISHED, scale=own),
            Item("k", "c", "問", "主", Origin.OWN, kind=ItemKind.CHOICE, choices=choices),
            Item("t", "c", "問", "主", Origin.OWN, kind=ItemKind.COMMENT),
        ),
    )


@given(texts)
def test_every_part_comes_back(tmp_path_factory: object, text: str) -> None:
    questionnaire = questionnaire_of(text)
    path = tmp_path_factory.mktemp("text") / "questionnaire.toml"  # type: ignore[attr-defined]
    write_questionnaire_text(path, questionnaire)
    assert load_questionnaire(path) == questionnaire


def test_the_text_names_only_what_says_something(tmp_path: Path) -> None:
    text = questionnaire_text(questionnaire_of("説明\n二行目"))
    assert text.count("kind =") == 2
    assert text.count("choices =") == 1
    assert text.count("is_continued") == 1
    assert 'explanation = "説明\\n二行目"' in text
