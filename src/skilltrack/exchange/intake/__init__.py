"""Roster, training and exam files: rows become values, mistakes become problems."""
