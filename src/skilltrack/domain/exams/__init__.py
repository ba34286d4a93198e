"""Exams: rules, sittings, vouchers, aid, goals, qualifications."""
