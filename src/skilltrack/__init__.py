"""Digital-skill assessment, training and exam tracking for Japanese local governments."""

__version__ = "0.1.0"
