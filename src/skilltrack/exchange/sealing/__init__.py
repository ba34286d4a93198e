"""Keys, signatures and envelopes: pure functions over bytes, algorithms of the CRYPTREC list.

The library is imported inside the functions: the answer window is on screen before it is needed.
"""
