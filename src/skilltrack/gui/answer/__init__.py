"""The window in which a staff member answers. Reaches no database."""
