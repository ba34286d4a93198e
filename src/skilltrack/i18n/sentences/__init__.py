"""Sentence templates by area; each module holds ``SENTENCES``: problem code → template."""
