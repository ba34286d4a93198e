"""From gap to course."""
