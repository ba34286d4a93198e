"""The change of the fiscal year: checklist, closing, figures of closed years."""
