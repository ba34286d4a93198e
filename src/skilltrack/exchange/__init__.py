"""Files in and out: roster, completions, exam results, questionnaires, packages, answers."""
