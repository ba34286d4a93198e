"""Trying the built installer under Wine, in a Debian folder of its own."""
