"""Rows of people and companies: identities, look-ups, reviews, merges."""
