"""Texts, dates of the Japanese eras, number formats."""
