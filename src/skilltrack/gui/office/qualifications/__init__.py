"""資格台帳: every qualification of everybody in post."""
