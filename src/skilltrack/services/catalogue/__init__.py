"""The catalogue of a fiscal year: read, edited, exchanged."""
