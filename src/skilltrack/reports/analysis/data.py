"""The analysis of a round as long tables for other programs: one cell one datum.

Every row names the round, the questionnaire and its version. It is complete, small groups
included, and therefore meant for the personnel section alone.
"""

from datetime import datetime
from pathlib import Path

from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.round_analysis import RoundAnalysis
from skilltrack.i18n.texts import _
from skilltrack.reports.analysis.data_sheets import analysis_tables
from skilltrack.reports.data_writing import write_tables


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
    write_tables(
        path,
        _("調査結果の分析（データ、人事担当課限り）"),
        analysis_tables(analysis),
        made_at=made_at,
        organisation=organisation,
        progress=progress,
    )
