"""Rounds of a questionnaire: who is asked, who answered, what each learns."""
