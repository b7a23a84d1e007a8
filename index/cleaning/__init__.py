"""Blocks that are no part of an article are taken out, each with its reason."""

from index.cleaning.clean import clean

__all__ = ["clean"]
