"""Exams: their content, who sits them, what is paid, and what becomes of it."""
