"""What every door needs: atomic writing, safe cells, preflight, path classes."""
