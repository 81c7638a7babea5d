"""What keeps the rows and the workers in order; no lead notices it."""
