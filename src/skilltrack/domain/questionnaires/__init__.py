"""Questionnaires: items and answers, versions, scores, forms on paper and in Excel."""
