"""Rows of leads: submissions, decisions, touches, scores, outcomes."""
