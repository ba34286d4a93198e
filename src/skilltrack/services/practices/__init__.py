"""Practices: registered, reviewed by peers, nominated, reported."""
