"""Talking with the visitor."""
