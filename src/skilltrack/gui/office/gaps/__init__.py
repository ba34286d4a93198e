"""Gaps and the courses that close them: courses, departments, people, what stays open."""
