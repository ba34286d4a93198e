"""Questionnaires, schemes and exams as text: TOML for people, JSON for packages and storage."""
