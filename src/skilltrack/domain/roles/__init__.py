"""Appointments to roles, meetings, balance."""
