"""A course as the options of a command give it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.catalogue.courses import CourseKind
    from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode
    from skilltrack.services.catalogue.orders import CourseOrder

Name = Annotated[str | None, typer.Option(help=_("研修名"))]
Offers = Annotated[
    list[str] | None,
    typer.Option(
        "--offer",
        metavar="KIND[:BAND;BAND]",
        help=_("種別と役職区分のコード。何度でも。例：必須:staff"),
    ),
]
Modes = Annotated[list[str] | None, typer.Option("--mode", help=_("形態。何度でも"))]
Hours = Annotated[float | None, typer.Option(help=_("時間"))]
Organiser = Annotated[str | None, typer.Option(help=_("主催"))]
Lecturer = Annotated[str | None, typer.Option(help=_("講師"))]
Capacity = Annotated[int | None, typer.Option(help=_("1回の定員"))]
SessionYen = Annotated[int | None, typer.Option(help=_("1回の費用（円）"))]
SeatYen = Annotated[int | None, typer.Option(help=_("1人の費用（円）"))]
Months = Annotated[int | None, typer.Option(help=_("修了の有効な月数"))]
Skills = Annotated[
    list[str] | None,
    typer.Option("--skill", metavar="KEY", help=_("育てる分野・設問のコード。何度でも")),
]
Explanation = Annotated[str | None, typer.Option(help=_("説明"))]
CourseFile = Annotated[
    Path | None,
    typer.Option("--detail", metavar="FILE", help=_("修了条件や対象者などをJSONで書いたファイル")),
]


def given_order(
    order: "CourseOrder",
    *,
    name: str | None,
    offers: list[str] | None,
    modes: list[str] | None,
    hours: float | None,
    organiser: str | None,
    lecturer: str | None,
    capacity: int | None,
    session_yen: int | None,
    seat_yen: int | None,
    valid_months: int | None,
    skills: list[str] | None,
    explanation: str | None,
    file: Path | None,
) -> "CourseOrder":
    """Return an order with what the options name; the rest stays."""
    from skilltrack.services.catalogue.reading import skill_of

    detail = order.detail if file is None else _read(order.code, file)
    given = {
        "organiser": organiser,
        "lecturer": lecturer,
        "capacity": capacity,
        "session_yen": session_yen,
        "seat_yen": seat_yen,
        "valid_months": valid_months,
        "explanation": explanation,
        "modes": None if modes is None else tuple(map(_mode, modes)),
        "builds": None if skills is None else tuple(map(skill_of, skills)),
    }
    named = {key: value for key, value in given.items() if value is not None}
    return replace(
        order,
        name=order.name if name is None else name,
        offers=order.offers if offers is None else tuple(map(_offer, offers)),
        hours=order.hours if hours is None else hours,
        detail=replace(detail, **named),  # type: ignore[arg-type]
    )


def _offer(text: str) -> "tuple[CourseKind, tuple[str, ...]]":
    from skilltrack.domain.catalogue.courses import CourseKind

    word, _colon, bands = text.partition(":")
    for kind in CourseKind:
        if word in {kind.value, COURSE_KIND_NAMES[kind]}:
            return kind, tuple(band.strip() for band in bands.split(";") if band.strip())
    accepted = _("、").join(COURSE_KIND_NAMES.values())
    raise typer.BadParameter(
        _("種別ではありません：{text}。使えるもの：{accepted}").format(text=word, accepted=accepted)
    )


def _mode(text: str) -> "CourseMode":
    from skilltrack.i18n.catalogue import MODE_NAMES

    for mode, name in MODE_NAMES.items():
        if text in {mode.value, name}:
            return mode
    accepted = _("、").join(MODE_NAMES.values())
    raise typer.BadParameter(
        _("形態ではありません：{text}。使えるもの：{accepted}").format(text=text, accepted=accepted)
    )


def _read(code: str, file: Path) -> "CourseDetail":
    from skilltrack.services.catalogue.orders import detail_from_json

    try:
        data = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(
            _("JSONとして読めません：{file}").format(file=file.name)
        ) from error
    return detail_from_json(code, data, file.name)
