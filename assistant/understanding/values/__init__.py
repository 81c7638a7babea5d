"""The values in a message, each with its words."""
