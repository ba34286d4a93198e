"""Roles and recruitment."""
