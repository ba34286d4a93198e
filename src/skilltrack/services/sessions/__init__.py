"""Sessions of courses: planned, filled, attended, completed, reported."""
