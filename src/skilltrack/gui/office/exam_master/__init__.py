"""What exams hold: editions, fields, pass rules, versions and their effect."""
