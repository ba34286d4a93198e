"""The program itself: its files checked, updated from a file, one window for each data file."""
