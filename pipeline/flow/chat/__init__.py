"""What keeps conversations going where a process died or a person is silent."""
