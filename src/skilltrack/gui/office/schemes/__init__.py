"""Schemes and verdicts."""
