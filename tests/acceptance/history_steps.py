"""Steps of random histories: files taken over, reorganisations, corrections, undoing."""

from collections.abc import Callable
from datetime import timedelta

from tests.acceptance.histories import COURSES, NAMES, PEOPLE, TITLES, TODAY, Town

from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import KEPT, Decision, Handling, ImportKind, MissingRule
from skilltrack.domain.organisation import EmploymentType, Posting
from skilltrack.domain.people.timeline import PostingCorrection
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.services.imports.files import list_imports, undo_import
from skilltrack.services.inclusion import set_rule
from skilltrack.services.obligations import exemptions
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.organisation.reorganisation import members, reorganise
from skilltrack.services.people.corrections import CorrectionOrder, correct_person
from skilltrack.store import exams, organisation, training
from skilltrack.store.organisation import POSTINGS

EXAM = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系"


def transfer(town: Town) -> None:
    """The roster of a day, with some people elsewhere, hired, on leave or gone."""
    rows = []
    for number in town.random.sample(PEOPLE, 5):
        state = town.random.choice(["", "", "", "育休", "派遣出"])
        left = town.day().isoformat() if town.random.random() < 0.1 else ""
        rows.append([*town.posted(number), left, state])
    headings = "職員番号 氏名 所属コード 職名 退職日 状態"
    town.take(ImportKind.EMPLOYEES, headings, rows, town.day())


def monthly(town: Town) -> None:
    """The roster of everybody but some, of whom it was decided what becomes of them."""
    gone = town.random.sample(PEOPLE, 2)
    handling = town.random.choice(list(Handling))
    decided = {number: Decision(handling) for number in gone}
    rows = [town.posted(number) for number in PEOPLE if number not in gone]
    headings = "職員番号 氏名 所属コード 職名"
    rule = MissingRule(decided, KEPT)
    town.take(ImportKind.EMPLOYEES, headings, rows, town.day(), rule)


def hire(town: Town) -> None:
    """Somebody new begins, with a second post elsewhere."""
    number = f"1{town.random.randint(1, 99):03}"
    kind = town.random.choice(["正規", "会計年度任用"])
    row = [*town.posted(number), town.department(), kind, town.day().isoformat()]
    headings = "職員番号 氏名 所属コード 職名 兼務所属コード 任用区分 採用日"
    town.take(ImportKind.EMPLOYEES, headings, [row], town.day(), MissingRule(is_partial=True))


def misspell(town: Town) -> None:
    """A name was wrong, and the kana is known now."""
    number = town.person()
    with town.database.reading() as session:
        post = {one.employee_no: one for one in organisation.in_post(session, TODAY)}.get(number)
    if post is None:
        return
    row = [number, town.random.choice(NAMES), "タカハシ", post.department, post.job_title]
    headings = "職員番号 氏名 フリガナ 所属コード 職名"
    town.take(ImportKind.EMPLOYEES, headings, [row], TODAY, MissingRule(is_partial=True))


def rename(town: Town) -> None:
    """A department has another name from a day on."""
    row = [town.department(), f"新{town.random.randint(1, 99)}課", "01", "○"]
    headings = "所属コード 所属名 上位所属コード 評価単位 有効開始"
    town.take(ImportKind.DEPARTMENTS, headings, [[*row, town.day().isoformat()]])


def regrade(town: Town) -> None:
    """A job title belongs to another band from a day on."""
    band = town.random.choice(["プロジェクトリーダー層", "一般職員"])
    row = [town.random.choice(TITLES), band, town.day().isoformat()]
    town.take(ImportKind.TITLES, "職名 役職区分 有効開始", [row])


def complete(town: Town) -> None:
    """Some courses were completed, or earlier rows corrected."""
    chosen = {(town.person(), town.random.choice(COURSES)) for _ in range(6)}
    rows = [
        [number, course, min(town.day(), TODAY).isoformat(), town.random.choice(["修了", "免除"])]
        for number, course in sorted(chosen)
    ]
    town.take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日 状態", rows)


def exempt(town: Town) -> None:
    """Somebody need not take a course, for a time or for good."""
    start = town.day()
    last_day = town.random.choice([None, start + timedelta(days=town.random.randint(0, 200))])
    course = town.random.choice(COURSES)
    exemptions.exempt(town.database, [town.person()], [course], "要綱による", start, last_day)


def end_exemption(town: Town) -> None:
    """Somebody has to take a course again."""
    held = [one.exemption for one in exemptions.list_exemptions(town.database, TODAY)]
    if held:
        one = town.random.choice(held)
        chosen = [(one.employee_no, one.course)]
        exemptions.withdraw(town.database, chosen, town.day(), "事情が変わった")


def amend_completion(town: Town) -> None:
    """What was recorded of a course on a day was wrong."""
    with town.database.reading() as session:
        held = training.COMPLETIONS.values(session)
    if held:
        one = town.random.choice(held)
        row = [one.employee_no, one.course, one.on.isoformat()]
        row.append(town.random.choice(["修了", "免除"]))
        town.take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日 状態", [row])


def sit(town: Town) -> None:
    """Somebody sat an exam."""
    scores = [str(town.random.choice([290, 300, 640])) for _ in range(4)]
    row = [town.person(), "ITパスポート", min(town.day(), TODAY).isoformat(), *scores]
    town.take(ImportKind.EXAMS, EXAM, [row])


def amend_sitting(town: Town) -> None:
    """The scores of a sitting were wrong."""
    with town.database.reading() as session:
        held = exams.ATTEMPTS.values(session)
    if held:
        one = town.random.choice(held)
        scores = [str(town.random.choice([299, 300, 600, 700])) for _ in range(4)]
        row = [one.employee_no, "ITパスポート", one.on.isoformat(), *scores]
        town.take(ImportKind.EXAMS, EXAM, [row])


def appoint(town: Town) -> None:
    """Somebody becomes DXリーダー, with or without a last day."""
    start = town.day()
    last = (start + timedelta(days=300)).isoformat() if town.random.random() < 0.4 else ""
    row = [town.person(), "DXリーダー", start.isoformat(), last]
    town.take(ImportKind.APPOINTMENTS, "職員番号 役割 開始 終了", [row])


def practise(town: Town) -> None:
    """A department carries something out."""
    stage = town.random.choice(["提案", "採択", "実施"])
    row = [town.department(), f"改善{town.random.randint(1, 3)}", stage, town.person()]
    town.take(ImportKind.PRACTICES, "所属コード 名称 段階 参加者職員番号", [row])


def offer(town: Town) -> None:
    """The catalogue of a year is changed."""
    row = [
        "E3",
        "研修E3",
        town.random.choice(["選択", "必須"]),
        str(town.random.choice([2025, 2026])),
    ]
    town.take(ImportKind.COURSES, "研修コード 研修名 種別 年度", [row])


def merge(town: Town) -> None:
    """Two departments become one, under a code of theirs or another."""
    sources = (town.department(), town.department())
    code = town.random.choice([sources[0], town.new_code()])
    part = Part(code, f"合同{town.random.randint(1, 99)}課")
    reorganise(town.database, [Step(Action.MERGE, sources, (part,))], town.day(), reason="再編")


def split(town: Town) -> None:
    """A department becomes two; every other person goes to the first part."""
    source, day = town.department(), town.day()
    some = tuple(one.employee_no for one in members(town.database, source, day))[::2]
    first = Part(town.random.choice([source, town.new_code()]), "分一課", takes=some)
    second = Part(town.new_code(), "分二課", takes_rest=True)
    reorganise(town.database, [Step(Action.SPLIT, (source,), (first, second))], day, reason="再編")


def close(town: Town) -> None:
    """A department is closed, and another takes its tasks over."""
    step = Step(Action.CLOSE, (town.department(),), (Part(town.department()),))
    reorganise(town.database, [step], town.day(), reason="再編")


def recode(town: Town) -> None:
    """A department lives on under another code."""
    part = Part(town.new_code(), f"改{town.random.randint(1, 99)}課")
    step = Step(Action.RENAME, (town.department(),), (part,))
    reorganise(town.database, [step], town.day(), reason="改称")


def correct(town: Town) -> None:
    """A posting of the past was wrong."""
    number = town.person()
    with town.database.reading() as session:
        held = [p.fact for p in POSTINGS.values(session) if p.employee_no == number]
    if not held:
        return  # even the first roster can be taken back
    old = town.random.choice(held)
    new = Posting(
        town.department(),
        town.random.choice(TITLES),
        town.random.choice(list(EmploymentType)),
        old.valid,
        old.is_concurrent,
    )
    order = CorrectionOrder(number, (PostingCorrection(old, new),), "辞令と違っていた")
    correct_person(town.database, order)


def count_others(town: Town) -> None:
    """Other people count in a figure than before."""
    types = tuple(town.random.sample(list(EmploymentType), 3))
    rule = InclusionRule(employment_types=types)
    figure = town.random.choice(list(Figure))
    set_rule(town.database, [figure], town.random.choice(["", "fukui"]), rule, "要綱の改正")


def take_back(town: Town) -> None:
    """An import or another change is undone."""
    imports = [one.change for one in list_imports(town.database)]
    changes = [one.change for one in list_operations(town.database)]
    if town.random.random() < 0.5 or not changes:
        undo_import(town.database, town.random.choice(imports[:6]), today=TODAY)
    else:
        undo_operation(town.database, town.random.choice(changes[:6]))


RECORD_STEPS: list[Callable[[Town], None]] = [
    transfer,
    transfer,
    monthly,
    hire,
    misspell,
    rename,
    regrade,
    complete,
    complete,
    exempt,
    end_exemption,
    amend_completion,
    sit,
    amend_sitting,
    appoint,
    practise,
    offer,
    merge,
    split,
    close,
    recode,
    correct,
    count_others,
    take_back,
    take_back,
    take_back,
]
