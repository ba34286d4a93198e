"""The data file and the demonstration: answer, demo, init, backup, restore, check, audit."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.program import check_files
from skilltrack.cli.session import Given, opened, today
from skilltrack.domain.problems import refuse
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("answer", help=_("回答の画面を開きます。"))(answer)
    app.command("demo", help=_("架空の市のデータで、ひととおりの流れを動かします。"))(demo)
    app.command("init", help=_("データファイルを新しく作ります。"))(init)
    app.command("backup", help=_("確かめ済みの控えを作ります。"))(backup)
    app.command("restore", help=_("控えから戻します。今のファイルは退避します。"))(restore)
    app.command("check", help=_("データファイルに傷がないか調べます。"))(check)
    audit = typer.Typer(help=_("記録（監査ログ）"))
    audit.command("verify", help=_("記録が書き換えられていないか調べます。"))(verify)
    audit.command("accept", help=_("食い違いを調べたうえで、記録の続きを認めます。"))(accept)
    app.add_typer(audit, name="audit")
    passphrases = typer.Typer(help=_("データファイルを開く合言葉"))
    passphrases.command("list", help=_("登録済みの合言葉の名前を出します。"))(list_passphrases)
    passphrases.command("add", help=_("合言葉を足します。回復コードでも開けます。"))(add_passphrase)
    passphrases.command("remove", help=_("合言葉を使えなくします。"))(remove_passphrase)
    app.add_typer(passphrases, name="passphrase")


def answer(package: Annotated[Path, typer.Argument(help=_("配布された調査のファイル"))]) -> None:
    """Open the answer window."""
    from skilltrack.gui.application import run_answer

    raise typer.Exit(run_answer(package))


@refusals_told
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("書き出すフォルダー"))],
    employees: Annotated[int, typer.Option(min=50, max=20_000, help=_("職員数"))] = 400,
    seed: Annotated[int, typer.Option(help=_("乱数の種。同じ値なら同じ市になります"))] = 1,
    *,
    pictures: Annotated[
        bool, typer.Option("--pictures", help=_("人事課の画面の絵も書き出す"))
    ] = False,
    show: Annotated[bool, typer.Option("--show", help=_("画面があれば人事課の画面を開く"))] = False,
) -> None:
    """Run the main job on a fictional municipality."""
    from skilltrack.services.demonstration.pipeline import run_demonstration

    done = run_demonstration(folder, employees=employees, seed=seed, today=today(), tell=say)
    say(_("できあがったもの：{folder}").format(folder=done.folder))
    if pictures:
        from skilltrack.gui.office.pictures import take_pictures

        taken = take_pictures(done.data, done.folder / _("画面"), done.as_of)
        say(_("画面の絵：{count} 枚").format(count=len(taken)))
    if show and has_display():
        from skilltrack.gui.application import run_office

        raise typer.Exit(run_office(done.data, None))


def has_display() -> bool:
    """Return whether a window can be seen here."""
    return sys.platform == "win32" or bool(
        os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    )


@refusals_told
def init(
    context: typer.Context,
    scheme: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=_("使う育成制度。省くと福井県方式と北九州市方式")),
    ] = None,
    organisation: Annotated[str, typer.Option(help=_("団体の名前"))] = "",
    *,
    unprotected: Annotated[
        bool, typer.Option("--unprotected", help=_("合言葉なしで作る（練習用）"))
    ] = False,
) -> None:
    """Create a data file."""
    from skilltrack.services import datafiles
    from skilltrack.services.definitions import adopt_shipped, check_shipped

    given: Given = context.obj
    chosen = scheme or []
    check_shipped(chosen)
    path = given.path
    if path.exists():
        raise refuse("data.exists")
    passphrase = None if unprotected else given.passphrase(_("新しい合言葉"), is_new=True)
    created = datafiles.create(
        path,
        passphrase=passphrase,
        label=_("人事担当"),
        organisation=organisation,
        is_unprotected=unprotected,
    )
    try:
        schemes = adopt_shipped(created.database, chosen)
    finally:
        created.database.close()
    say(_("データファイルを作りました：{path}").format(path=path))
    say(_("育成制度：{names}").format(names="、".join(one.name for one in schemes)))
    if created.recovery_code is not None:
        say(_("回復コード（2部印刷し、別々の金庫に保管してください）："))
        say(created.recovery_code)


@refusals_told
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("控えの書き先"))],
) -> None:
    """Write a verified backup."""
    from skilltrack.services import datafiles

    with opened(context) as database:
        datafiles.backup(database, file)
    say(_("控えを作り、元のデータと一致することを確かめました：{path}").format(path=file))


@refusals_told
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("戻す控え"))],
) -> None:
    """Restore a backup; the present file is kept aside."""
    from skilltrack.services import datafiles

    given: Given = context.obj
    is_protected = datafiles.is_protected(file)
    passphrase = given.passphrase(_("控えの合言葉")) if is_protected else None
    kept = datafiles.restore(file, given.path, passphrase)
    say(_("控えから戻しました：{path}").format(path=given.path))
    if kept is not None:
        say(_("これまでのファイルは退避しました：{path}").format(path=kept))


@refusals_told
def check(
    context: typer.Context,
    *,
    program: Annotated[
        bool, typer.Option("--program", help=_("プログラムのファイルが変わっていないか調べる"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Check the data file, or the files of the program."""
    if program:
        check_files(json=json)
        return
    from skilltrack.services import datafiles

    with opened(context) as database:
        findings = datafiles.check(database, is_full=True)
    if json:
        print_document({"findings": [{"code": f.code, "detail": f.detail} for f in findings]})
    for finding in findings:
        say(sentence(finding.problem(database.path.name)))
    if findings:
        raise typer.Exit(1)
    say(_("傷は見つかりませんでした。"))


@refusals_told
def verify(context: typer.Context) -> None:
    """Verify the log."""
    from skilltrack.services import datafiles

    with opened(context) as database:
        entries = datafiles.verify_log(database)
    say(_("記録 {count} 件に書き換えはありません。").format(count=entries))


@refusals_told
def accept(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help=_("調べてわかったこと。記録に残ります"))],
) -> None:
    """Go on with the log as it stands, once a finding has been looked into."""
    from skilltrack.services import datafiles

    with opened(context) as database:
        datafiles.accept_log(database, reason)
    say(_("理由を記録に残し、ここからの続きを認めました。"))


@refusals_told
def list_passphrases(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List the passphrases by the names they were given."""
    from skilltrack.services import datafiles

    with opened(context) as database:
        slots = datafiles.passphrases(database)
    if json:
        print_document({"passphrases": [{"id": slot.id, "label": slot.label} for slot in slots]})
        return
    print_table((_("番号"), _("名前")), ((slot.id, slot.label) for slot in slots))


@refusals_told
def add_passphrase(
    context: typer.Context,
    label: Annotated[str, typer.Option(help=_("だれの合言葉か"))],
    new_passphrase_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("足す合言葉を1行目に書いたファイル"))
    ] = None,
    recovery_code_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("合言葉の代わりに回復コードで開くときのファイル")),
    ] = None,
) -> None:
    """Let one more passphrase open the data file."""
    from skilltrack.services import datafiles

    given: Given = context.obj
    with ExitStack() as stack:
        if recovery_code_file is None:
            database = stack.enter_context(opened(context))
        else:
            code = datafiles.read_passphrase(recovery_code_file)
            database = datafiles.open_with_recovery_code(given.path, code)
            stack.callback(database.close)
        new = Given(given.data, new_passphrase_file).passphrase(_("足す合言葉"), is_new=True)
        datafiles.add_passphrase(database, new, label)
    say(_("「{label}」の合言葉を足しました。").format(label=label))


@refusals_told
def remove_passphrase(
    context: typer.Context,
    slot: Annotated[str, typer.Argument(metavar="ID", help=_("「passphrase list」の番号"))],
) -> None:
    """Stop a passphrase from opening the data file."""
    from skilltrack.services import datafiles

    with opened(context) as database:
        datafiles.remove_passphrase(database, slot)
    say(_("合言葉を使えなくしました。"))
