"""The program itself in windows: what it is, its check, updates, one window for each data file."""
