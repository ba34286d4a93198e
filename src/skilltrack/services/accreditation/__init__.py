"""Accreditations: candidates, granting, lists."""
