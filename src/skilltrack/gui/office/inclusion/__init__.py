"""Who counts."""
