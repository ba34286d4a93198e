"""The tables by what they hold; ``skilltrack.store.schema`` has them all."""
