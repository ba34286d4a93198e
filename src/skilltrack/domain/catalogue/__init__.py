"""Courses of a fiscal year, completions, and how long they hold."""
