"""Excel forms that people filled in: stamped when written, read whatever became of them."""
