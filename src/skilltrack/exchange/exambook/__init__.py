"""Exams as workbooks: written, read back, mistakes told by cell."""
