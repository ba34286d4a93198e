"""Departments reorganised."""
