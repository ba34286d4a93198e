"""Exams and passes."""
