"""Retention periods and erasure."""
