"""What runs the work: the durable engine, the loops that feed it, and values loaded once."""
