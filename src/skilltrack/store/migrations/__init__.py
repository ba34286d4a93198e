"""The schema of a data file: making it, and bringing an older one up to date."""
