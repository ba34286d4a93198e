"""Collecting the inbox of a round: every file and every sheet ends in exactly one bucket."""

from skilltrack.services.collecting.inbox import collect
from skilltrack.services.collecting.listing import collected_files
from skilltrack.services.collecting.problems import DepartmentProblems, problems_by_department

__all__ = ["DepartmentProblems", "collect", "collected_files", "problems_by_department"]
