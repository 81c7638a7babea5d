"""What a language model reports, checked against the visitor's words."""
