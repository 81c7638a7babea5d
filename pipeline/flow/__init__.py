"""THE MAP: one durable job a file, from a stored submission to alerts, drafts and later scores."""
