"""Roles and meetings: recruitment, appointments, figures, certificates."""
