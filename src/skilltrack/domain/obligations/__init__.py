"""What people owe, since when, by when and why."""
