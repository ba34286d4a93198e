"""The April rehearsal and the change of year."""
