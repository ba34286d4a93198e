"""People and their lives in the office."""
