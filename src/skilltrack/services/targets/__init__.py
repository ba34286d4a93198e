"""Targets: counted from the records, shown, written by the body, carried over."""
