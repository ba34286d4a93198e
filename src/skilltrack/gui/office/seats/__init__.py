"""The yearly seat plan."""
