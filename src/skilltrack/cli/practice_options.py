"""Arguments and words that the commands on practices share."""

from typing import Annotated

import typer

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import AwardState
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import AWARD_STATE_NAMES
from skilltrack.i18n.texts import _

Practice = Annotated[str, typer.Argument(metavar="PRACTICE", help=_("実践番号"))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("その日。省くと今日"))]


def stage_of(text: str) -> PracticeStage:
    """Read a stage by its name or its code."""
    for stage in PracticeStage:
        if text in {stage.value, STAGE_NAMES[stage]}:
            return stage
    raise typer.BadParameter(_("段階ではありません：{text}").format(text=text))


def award_state(text: str) -> AwardState:
    """Read the state of a nomination by its name or its code."""
    for state in AwardState:
        if text in {state.value, AWARD_STATE_NAMES[state]}:
            return state
    raise typer.BadParameter(_("推薦の状態ではありません：{text}").format(text=text))
