"""Departments renamed, moved, merged, split, closed and opened on a day, with the people in them.

``steps`` holds what is to happen, ``tree`` works out the departments, ``people`` the postings and
appointments that follow, ``planning`` puts both together, ``contrast`` sets before beside after.
"""
