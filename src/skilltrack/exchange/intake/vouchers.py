"""Lists of voucher numbers as the seller hands them out."""

from skilltrack.domain.problems import Problem, Refusal
from skilltrack.exchange.intake.columns import code
from skilltrack.exchange.tables import RawTable, UnreadableCell
from skilltrack.i18n.folding import fold

HEADINGS = tuple(
    fold(heading)
    for heading in (
        "バウチャー番号",
        "バウチャーチケット番号",
        "チケット番号",
        "電子チケット番号",
        "番号",
    )
)


def read_voucher_numbers(raw: RawTable) -> tuple[str, ...]:
    """Return the numbers in the order of the file; other columns are left aside.

    A file of one column may do without a heading.

    Raises:
        Refusal: With every problem: no column of numbers, a cell that cannot be read, a number
            twice.
    """
    found = [place for place, heading in enumerate(raw.header) if fold(heading) in HEADINGS]
    numbers: list[str] = []
    problems: list[Problem] = []
    if found:
        column = found[0]
    elif len(raw.header) == 1:
        column = 0
        numbers.append(code(raw.header[0]))
    else:
        accepted = "、".join(HEADINGS)
        raise Refusal([Problem("vouchers.no_column", raw.place(), {"accepted": accepted})])
    seen = set(numbers)
    for row, cells in raw.rows:
        cell = cells[column]
        if isinstance(cell, UnreadableCell):
            problems.append(raw.problem(cell, row, column))
            continue
        number = code(cell)
        if not number:
            continue
        if number in seen:
            problems.append(Problem("vouchers.twice_in_file", raw.place(row, column)))
        seen.add(number)
        numbers.append(number)
    if not numbers:
        problems.append(Problem("vouchers.no_numbers", raw.place()))
    if problems:
        raise Refusal(problems)
    return tuple(numbers)
