"""Departments through time: reorganised, rehearsed, looked at by lineage."""
