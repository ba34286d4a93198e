"""What is drawn for paper, without a window."""
