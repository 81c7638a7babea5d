"""Whether the database stores, and what is stored and not done."""
