"""The search for people by what they can do, have done and want to do."""
