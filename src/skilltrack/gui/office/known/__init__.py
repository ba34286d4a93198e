"""The records as they stood earlier: choosing them, saying it, and changing nothing meanwhile."""
