"""Sessions of a course: days, seats, attendance, figures."""
