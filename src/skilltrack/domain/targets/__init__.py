"""Targets: their shapes, where they stand and how they will go on."""
