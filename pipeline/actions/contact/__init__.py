"""What people decide about contacts and companies."""
