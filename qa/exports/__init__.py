"""A chat becomes a file that can be handed on, and such a file is checked against the articles."""

from qa.exports.record import ExportError, Form, read_export, write_export
from qa.exports.verify import Check, Finding, Verdict, verify

__all__ = [
    "Check",
    "ExportError",
    "Finding",
    "Form",
    "Verdict",
    "read_export",
    "verify",
    "write_export",
]
