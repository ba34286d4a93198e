"""The program itself: update check, update apply, and the check of its files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import Given, opened
from skilltrack.domain.releases import FileState
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.store.database import Database

STATE_WORDS = {
    FileState.CHANGED: _("変更"),
    FileState.MISSING: _("なし"),
    FileState.ADDITIONAL: _("余分"),
    FileState.UNREADABLE: _("読めない"),
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    update = typer.Typer(help=_("プログラムの更新"))
    update.command("check", help=_("更新ファイルの署名を確かめ、何が変わるかを出します。"))(check)
    update.command("apply", help=_("控えを作ってから、更新ファイルを入れます。"))(apply)
    app.add_typer(update, name="update")


@refusals_told
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("更新ファイル（.stupdate）"))],
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Verify an update file and tell what it would do."""
    from skilltrack.services.program.updating import look_at_update

    offer = look_at_update(file)
    release = offer.release
    if json:
        print_document(
            {
                "present": offer.version,
                "version": release.version,
                "notes": list(release.notes),
                "publisher": offer.update.publisher.name,
                "fingerprint": offer.fingerprint,
                "schema": release.schema,
                "is_data_changed": offer.is_data_changed,
                "installer": release.installer,
                "size": release.size,
                "sha256": release.sha256,
            }
        )
        return
    print_table(
        (_("項目"), _("内容")),
        (
            (_("いまの版"), offer.version),
            (_("新しい版"), release.version),
            (_("発行元"), f"{offer.update.publisher.name}（{offer.fingerprint}）"),
            (_("データファイル"), data_change_text(is_data_changed=offer.is_data_changed)),
            *((_("変わること"), note) for note in release.notes),
        ),
    )


@refusals_told
def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("更新ファイル（.stupdate）"))],
) -> None:
    """Back up the data file, then start the installing program."""
    from skilltrack.services.program.updating import apply_update, look_at_update

    offer = look_at_update(file)
    with _opened_if_there(context) as database:
        started = apply_update(file, database)
    if started.backup is not None:
        say(_("控えを作りました：{path}").format(path=started.backup))
    say(
        _("{present} から {version} への更新を始めました。終わるまで1分ほどかかります。").format(
            present=offer.version, version=started.version
        )
    )


@refusals_told
def check_files(*, json: bool) -> None:
    """Compare the files of the program with the list of its build; exit code 1 on a difference."""
    from skilltrack.services.program.checking import check_program

    found = check_program()
    if json:
        print_document(
            {
                "version": found.version,
                "folder": str(found.folder),
                "files": found.files,
                "list_sha256": found.list_sha256,
                "findings": [{"path": f.path, "state": f.state.value} for f in found.findings],
            }
        )
    elif found.findings:
        print_table(
            (_("違い"), _("ファイル")), ((STATE_WORDS[f.state], f.path) for f in found.findings)
        )
    if found.findings:
        text = _(
            "作られたときと違うファイルが {count} 個あります。インストーラーで入れ直してください。"
        )
        say(text.format(count=len(found.findings)))
        raise typer.Exit(1)
    say(
        _("{version} の {count} 個のファイルは、作られたときのままです。").format(
            version=found.version, count=found.files
        )
    )
    say(_("一覧のSHA-256：{digest}").format(digest=found.list_sha256))


def data_change_text(*, is_data_changed: bool) -> str:
    """Return what an update does to the data file."""
    if is_data_changed:
        return _("次に開くときに新しい形に直します。直す前の控えを自動で作ります。")
    return _("そのまま使えます。")


@contextmanager
def _opened_if_there(context: typer.Context) -> "Iterator[Database | None]":
    given: Given = context.obj
    if not given.path.exists():
        yield None
        return
    with opened(context) as database:
        yield database
