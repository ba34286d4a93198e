"""One person over time: timeline, names, career, transfers."""
