"""Taking over files: read, check every row, compare with the records, take over as a whole."""
