"""Values and rules. Standard library only: no input, no output, no clock."""
