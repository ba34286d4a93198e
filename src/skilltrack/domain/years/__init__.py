"""The change of the fiscal year and years that were closed."""
