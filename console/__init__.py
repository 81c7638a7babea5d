"""The team's web pages: leads with their evidence, alerts, and drafts that wait for approval. They only read."""
