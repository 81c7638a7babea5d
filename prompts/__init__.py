"""What marketing edits, and the strict reading of it: YAML with line numbers, Markdown texts, live reload."""
