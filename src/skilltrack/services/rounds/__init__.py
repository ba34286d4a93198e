"""Rounds: opened, handed out, followed, chased, understood."""
