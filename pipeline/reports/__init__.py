"""Read-only views for people and programs: SQL in, typed rows out."""
