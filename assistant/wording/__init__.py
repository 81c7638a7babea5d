"""From moves and values to words."""
