"""The board of departments."""
