"""Reading tables that people hand over: xlsx, xls, ods and CSV.

``read_table`` for one file, ``TableReader`` for many: every workbook passes the preflight and is
then read by a process of its own with limits of time and memory.
"""

from skilltrack.exchange.tables.reader import Begun, ReadLimits, TableReader, read_table
from skilltrack.exchange.tables.table import Cell, RawTable
from skilltrack.files.inspection import UnreadableCell

__all__ = [
    "Begun",
    "Cell",
    "RawTable",
    "ReadLimits",
    "TableReader",
    "UnreadableCell",
    "read_table",
]
