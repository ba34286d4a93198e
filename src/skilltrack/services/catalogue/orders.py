"""A course as somebody enters it, and what may stand in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.schemes.programmes import CompletionKind, CourseDetail
from skilltrack.i18n.catalogue import mode_text
from skilltrack.services.catalogue.reading import CatalogueOptions, options_in
from skilltrack.store.database import Session

LONGEST_CODE, LONGEST_NAME, LONGEST_TEXT = 40, 200, 2000
MOST_HOURS, MOST_CAPACITY, MOST_YEN, MOST_MONTHS = 2000, 100_000, 1_000_000_000, 240
MOST_SCORE = 1000


@dataclass(frozen=True, slots=True)
class CourseOrder:
    """A course as it is to stand in a fiscal year.

    ``offers`` are its rows: 種別 with the bands it holds for, () for everyone. ``mode`` is what
    the catalogue row says where ``detail`` names no modes.
    """

    code: str
    name: str
    offers: tuple[tuple[CourseKind, tuple[str, ...]], ...]
    hours: float | None = None
    detail: CourseDetail = CourseDetail("")  # noqa: RUF009 (frozen)
    mode: str = ""

    def course(self, fiscal_year: FiscalYear) -> CatalogueCourse:
        """Return the course that is recorded."""
        code = self.code.strip()
        mode = mode_text(self.detail.modes) or self.mode.strip()
        rows = tuple(
            Course(code, self.name.strip(), fiscal_year.year, kind, bands, mode, self.hours)
            for kind, bands in self.offers
        )
        return CatalogueCourse(rows, replace(self.detail, code=code))


def order_of(course: CatalogueCourse) -> CourseOrder:
    """Return a course as an order that leaves it as it is."""
    return CourseOrder(
        course.code,
        course.name,
        tuple((row.kind, row.bands) for row in course.rows),
        course.hours,
        course.detail,
        course.mode,
    )


def detail_from_json(code: str, data: object, file: str) -> CourseDetail:
    """Return the detail of a course given by the keys that ``detail`` has in a scheme.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    from skilltrack.exchange.definitions.courses import DetailDocument, to_detail
    from skilltrack.exchange.definitions.documents import validate

    return to_detail(code, validate(DetailDocument, data, file))


def check_order(
    session: Session, fiscal_year: FiscalYear, order: CourseOrder, held: CatalogueCourse | None
) -> None:
    """Refuse an order with everything that is wrong in it.

    Names that the course held before stay allowed, whatever became of the scheme they are from.

    Args:
        session: Where the names are known.
        fiscal_year: The year of the course.
        order: The course.
        held: The course as it stands; None adds it.

    Raises:
        Refusal: With everything that is wrong.
    """
    problems = [*_form_problems(order), *detail_problems(order.code.strip(), order.detail)]
    options = options_in(session, fiscal_year.first_day)
    problems += _unknown_names(order, options, held)
    if problems:
        raise Refusal(problems)


def _form_problems(order: CourseOrder) -> list[Problem]:
    code = order.code.strip()
    offers = [(kind, band) for kind, bands in order.offers for band in bands or ("",)]
    found: tuple[tuple[bool, str, Mapping[str, str | int]], ...] = (
        (
            not code or len(code) > LONGEST_CODE or any(char in code for char in " \t\n;,、"),
            "courses.bad_code",
            {"most": LONGEST_CODE},
        ),
        (
            not order.name.strip() or len(order.name) > LONGEST_NAME,
            "courses.bad_name",
            {"most": LONGEST_NAME},
        ),
        (not offers, "courses.no_offers", {}),
        (len(set(offers)) < len(offers), "courses.same_offer", {}),
        (not _is_within(order.hours, MOST_HOURS), "courses.bad_hours", {"most": MOST_HOURS}),
    )
    return [Problem(problem, values=values) for is_wrong, problem, values in found if is_wrong]


def detail_problems(code: str, detail: CourseDetail) -> list[Problem]:
    """Return what is wrong in the detail of a course, names aside."""
    texts = (detail.organiser, detail.lecturer)
    costs = [yen for yen in (detail.session_yen, detail.seat_yen) if yen is not None]
    found: tuple[tuple[bool, str, Mapping[str, str | int]], ...] = (
        (
            not _is_within(detail.capacity, MOST_CAPACITY),
            "courses.bad_capacity",
            {"most": f"{MOST_CAPACITY:,}"},
        ),
        (
            any(not 0 <= yen <= MOST_YEN for yen in costs),
            "courses.bad_yen",
            {"most": f"{MOST_YEN:,}"},
        ),
        (
            not _is_within(detail.valid_months, MOST_MONTHS),
            "courses.bad_months",
            {"most": MOST_MONTHS},
        ),
        (
            bool(detail.renewed_by) and detail.valid_months is None,
            "courses.renewed_without_end",
            {},
        ),
        (bool(code) and detail.renewed_by == code, "courses.renewed_by_itself", {}),
        (
            any(len(text) > LONGEST_NAME for text in texts)
            or len(detail.explanation) > LONGEST_TEXT,
            "courses.long_text",
            {"most": LONGEST_NAME, "most_explanation": LONGEST_TEXT},
        ),
        (
            not _is_asked(detail.completion.hours, detail, CompletionKind.HOURS, MOST_HOURS),
            "courses.completion_hours",
            {"most": MOST_HOURS},
        ),
        (
            not _is_asked(detail.completion.score, detail, CompletionKind.TEST, MOST_SCORE),
            "courses.completion_score",
            {"most": MOST_SCORE},
        ),
    )
    return [Problem(problem, values=values) for is_wrong, problem, values in found if is_wrong]


def _is_asked(
    value: Fraction | None, detail: CourseDetail, kind: CompletionKind, most: int
) -> bool:
    """Tell whether a figure is there exactly where the completion rule asks for it."""
    is_asked = detail.completion.kind is kind
    return is_asked == (value is not None) and (value is None or 0 < value <= most)


def _is_within(value: float | None, most: int) -> bool:
    return value is None or 0 < value <= most


def _unknown_names(
    order: CourseOrder, options: CatalogueOptions, held: CatalogueCourse | None
) -> list[Problem]:
    words = options.words

    def named(of: Callable[[CourseOrder], Iterable[str]]) -> set[str]:
        before = set() if held is None else set(of(order_of(held)))
        return set(of(order)) - before

    def bands(one: CourseOrder) -> Iterable[str]:
        return (*(band for _kind, of in one.offers for band in of), *one.detail.audience.bands)

    def roles(one: CourseOrder) -> Iterable[str]:
        audience = one.detail.audience
        cohort = () if audience.cohort is None else (audience.cohort.role,)
        return (*audience.roles, *cohort)

    def skills(one: CourseOrder) -> Iterable[str]:
        return (skill.key for skill in one.detail.builds)

    def departments(one: CourseOrder) -> Iterable[str]:
        return one.detail.audience.departments

    def renewed(one: CourseOrder) -> Iterable[str]:
        return [one.detail.renewed_by] if one.detail.renewed_by else []

    checks = (
        ("courses.unknown_band", named(bands) - words.bands.keys()),
        ("courses.unknown_role", named(roles) - words.roles.keys()),
        ("courses.unknown_skill", named(skills) - words.skills.keys()),
        ("courses.unknown_department", named(departments) - words.departments.keys()),
        ("courses.unknown_renewal", named(renewed) - words.courses.keys()),
    )
    return [
        Problem(problem, values={"names": "、".join(sorted(unknown))})
        for problem, unknown in checks
        if unknown
    ]
