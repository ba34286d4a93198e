"""The installing program: its script and how it is compiled."""
