"""What is handed out for a round and written about it: files, forms, paper, codes, reminders."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.questionnaires.paper import PaperForm
from skilltrack.domain.rounds.access_codes import grouped
from skilltrack.domain.rounds.definition import Collection, Decision
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.rounds.rows import RoundRow
from skilltrack.gui.theme import Tone
from skilltrack.i18n.names import DECISION_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import handover
from skilltrack.services.rounds import access_codes, chasing, forms, publishing
from skilltrack.services.rounds import running as rounds
from skilltrack.services.rounds.decisions import WaitingAnswer, decide


class RoundActions:
    """Runs the actions of the menus of a round; each ends with where the result lies."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk = desk
        self._owner = owner
        self.collected: dict[str, Collection] = {}
        """What the newest collection of each round left for the next one."""

    def hand_out(self, row: RoundRow) -> None:
        """Write the package for the answer window."""
        self._desk.act(
            _("配布ファイルを書き出しています"),
            lambda database, _progress: rounds.hand_out(database, row.record.round_id),
            done=self._tell_file,
            owner=self._owner,
        )

    def write_forms(self, row: RoundRow, *, by_department: bool) -> None:
        """Write the Excel forms, after a word about what they cannot protect."""
        text = _(
            "Excelの記入用紙は暗号化されず、書いた人の確認もできません。"
            "所属ごとに権限を分けたフォルダーで受け渡します。"
            "回答画面を使える職場では、回答画面を使います。"
        )
        title = _("Excelの記入用紙を書き出します")
        if not self._desk.asking.decision(self._owner, title, text, _("書き出す")):
            return
        self._desk.act(
            _("記入用紙を書き出しています"),
            lambda database, progress: forms.write_forms(
                database, row.record.round_id, by_department=by_department, progress=progress
            ),
            done=self._tell_forms,
            owner=self._owner,
        )

    def _tell_forms(self, written: forms.FormsWritten) -> None:
        self._desk.tell(
            _("{people:,}人分の記入用紙を{files:,}冊書き出しました。").format(
                people=written.people, files=len(written.files)
            ),
            folder=_folder_of(written.files),
        )

    def write_paper(self, row: RoundRow) -> None:
        """Write the questionnaire for printing."""
        path = self._desk.asking.file_to_save(
            self._owner, _("紙の調査票"), f"{row.record.title}.pdf", _("PDF (*.pdf)")
        )
        if path is None:
            return

        def draw(paper: PaperForm) -> None:
            from skilltrack.gui.printing.paper import write_paper

            try:
                write_paper(path, paper)
            except SkilltrackError as error:
                self._desk.tell_error(error)
                return
            self._tell_file(path)

        self._desk.read(
            lambda database: publishing.paper_form(database, row.record.round_id),
            done=draw,
            failed=self._desk.tell_error,
            owner=self._owner,
        )

    def write_codes(self, row: RoundRow) -> None:
        """Write the personal codes."""
        path = self._file_to_save(_("個人コード"), row)
        if path is None:
            return
        self._desk.act(
            _("個人コードの一覧を書き出しています"),
            lambda database, _progress: publishing.write_access_codes(
                database, row.record.round_id, path
            ),
            done=lambda _count: self._tell_file(path),
            owner=self._owner,
        )

    def reissue_code(self, row: RoundRow) -> None:
        """Give a person a new code; the old one counts no more."""
        number = self._desk.asking.text(
            self._owner, _("個人コードを出し直す"), _("職員番号（前のコードは使えなくなります）")
        )
        if not number or not number.strip():
            return
        self._desk.act(
            _("個人コードを出し直しています"),
            lambda database, _progress: access_codes.reissue(
                database, row.record.round_id, number.strip()
            ),
            done=lambda code: self._desk.tell(
                _("職員番号 {number} の新しい個人コードは {code} です。").format(
                    number=code.employee_no, code=grouped(code.code)
                )
            ),
            owner=self._owner,
        )

    def write_problems(self, row: RoundRow) -> None:
        """Write the answers that could not be taken, one workbook for each department."""
        folder = self._desk.asking.folder(self._owner, _("取り込めない回答の一覧を置くフォルダー"))
        if folder is None:
            return
        collected = self.collected.get(row.record.round_id)
        self._desk.act(
            _("取り込めない回答の一覧を書き出しています"),
            lambda database, _progress: handover.save_answers_to_mend(
                database, row.record.round_id, folder, collected
            ),
            done=self._tell_problems,
            owner=self._owner,
        )

    def _tell_problems(self, paths: tuple[Path, ...]) -> None:
        if not paths:
            self._desk.tell(_("取り込めない回答はありません。"), Tone.INFO)
            return
        self._desk.tell(
            _("取り込めない回答の一覧を{count:,}冊書き出しました。").format(count=len(paths)),
            folder=paths[0].parent,
        )

    def write_reminders(self, row: RoundRow, *, by_department: bool) -> None:
        """Write whom to remind: one workbook, or one for each head."""
        if by_department:
            target = self._desk.asking.folder(self._owner, _("所属ごとの一覧を置くフォルダー"))
        else:
            target = self._file_to_save(_("未回答者"), row)
        if target is None:
            return
        today = self._desk.today
        self._desk.act(
            _("未回答者の一覧を書き出しています"),
            lambda database, progress: chasing.write_reminders(
                database,
                row.record.round_id,
                target,
                by_department=by_department,
                today=today,
                progress=progress,
            ),
            done=lambda paths: self._desk.tell(
                _("未回答者の一覧を{count:,}冊書き出しました。").format(count=len(paths)),
                folder=paths[0].parent,
            ),
            owner=self._owner,
        )

    def decide(self, row: RoundRow, answer: WaitingAnswer, decision: Decision, why: str) -> None:
        """Take or reject an answer that waits."""
        today = self._desk.today
        self._desk.act(
            _("決めたことを記録しています"),
            lambda database, _progress: decide(
                database,
                row.record.round_id,
                answer.digest,
                answer.sheet,
                decision,
                why,
                today=today,
            ),
            done=lambda file: self._desk.tell(
                _("職員番号 {number} の回答を「{decision}」しました。").format(
                    number=file.employee_no, decision=DECISION_NAMES[decision]
                )
            ),
            owner=self._owner,
            changes=frozenset({Changed.RESPONSES}),
        )

    def _file_to_save(self, name: str, row: RoundRow) -> Path | None:
        return self._desk.asking.file_to_save(
            self._owner, name, f"{row.record.title}_{name}.xlsx", excel_files()
        )

    def _tell_file(self, path: Path) -> None:
        self._desk.tell(
            _("「{file}」を書き出しました。").format(file=path.name), folder=path.parent
        )


def _folder_of(files: Sequence[Path]) -> Path | None:
    """Return the folder in which all files lie, with folders in between or without."""
    if not files:
        return None
    return Path(os.path.commonpath([file.parent for file in files]))
