"""A round understood: the printed workbook, the data workbook and the JSON document."""
