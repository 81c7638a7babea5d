"""What is recognised by weights that were learned from utterances of our own: acts, and choices by example."""
