"""Everybody judged under a scheme, tiers set by hand, and how it went over the years."""
