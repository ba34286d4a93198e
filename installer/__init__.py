"""Builds the Windows installer and the portable folder on Linux: ``python -m installer``."""
