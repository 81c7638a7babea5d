"""Dates and periods in a message."""
