"""Charts, drawn only when shown."""
