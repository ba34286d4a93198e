"""Workbooks and PDFs from read models.

The modules in here load openpyxl (about 0.2 s), so a caller imports them where a report is made
and not where the program starts; this package itself imports nothing.
"""
