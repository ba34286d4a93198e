"""The schemes of the body as definitions: copied, changed, read from files and written."""
