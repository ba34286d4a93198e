"""Meetings and attendance."""
