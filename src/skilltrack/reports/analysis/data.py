"""The analysis of a round as long tables for other programs: one cell one datum.

Every row names the round, the questionnaire and its version. It is complete, small groups
included, and therefore meant for the personnel section alone.
"""

from datetime import datetime
from pathlib import Path

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.progress import Progress, silent
from skilltrack.i18n.texts import _
from skilltrack.reports.analysis.data_sheets import analysis_tables, round_table
from skilltrack.reports.closed_sheets import ClosedSheet, closed_table
from skilltrack.reports.data_tables import DataTable
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.inclusion_sheets import asked_columns, asked_rows


def write_analysis_data(
    path: Path,
    analysis: RoundAnalysis,
    *,
    made_at: datetime,
    organisation: str,
    progress: Progress = silent,
) -> None:
    """Write the analysis as data.

    Args:
        path: The workbook to write or to replace.
        analysis: The analysis.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the municipality, kept in the file's properties.
        progress: Told the rows written, and all rows.

    Raises:
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    tables = [*analysis_tables(analysis), _asked_table(analysis)]
    if (closed := analysis.closed) is not None:
        round_id = analysis.round.round_id
        tables.append(closed_table([ClosedSheet(one.title, closed, round_id) for one in tables]))
    write_tables(
        path,
        _("調査結果の分析（データ、人事担当課限り）"),
        tables,
        made_at=made_at,
        organisation=organisation,
        progress=progress,
    )


def _asked_table(analysis: RoundAnalysis) -> DataTable:
    """Return whom the whole round asks and whom not."""
    counted = analysis.counted
    return round_table(analysis, _("調査の対象"), asked_columns(counted), asked_rows(counted))
