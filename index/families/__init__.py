"""Copies and rewrites of one another are one source; reports of one event are related."""

from index.families.find import find_families
from index.families.show import render_families, show_families

__all__ = ["find_families", "render_families", "show_families"]
