"""Schemes as workbooks that officers edit in Excel: written, read back, mistakes told by cell."""
