"""Questionnaires as XLSForm workbooks: sheets ``survey``, ``choices`` and ``settings``.

``reader.read_xlsform`` takes any XLSForm whose questions the program can ask,
``writer.write_xlsform`` writes what survives the way back without loss.

Source: https://xlsform.org/en/ and https://xlsform.org/en/ref-table/ (layout, columns, types).
"""
