"""Files taken over."""
