"""Places in a message."""
