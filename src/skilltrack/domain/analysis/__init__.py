"""What the answers of a round say about groups, items and change."""
