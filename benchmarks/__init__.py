"""Measurements: what the documents claim, and the numbers that are fitted rather than typed in."""
