"""Amounts and counts in a message."""
