"""Who owes what by when, and exemptions."""
