"""The window in which the personnel section works."""
