"""What people do in a running conversation."""
