"""People: the list, one person through time, corrections, transfers, careers."""
