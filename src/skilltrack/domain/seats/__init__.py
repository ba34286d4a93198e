"""The yearly plan of seats."""
