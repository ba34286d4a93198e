"""The seat plan of a year."""
