"""Workbooks made from read models."""
