"""Erasing what is due, proving it, and handing people their own data."""
