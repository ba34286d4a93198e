"""Vouchers: in stock, given out, lost; textbooks; budgets."""
