"""Schemes: tiers, the requirement trees that judge people, bands, and their changes."""
