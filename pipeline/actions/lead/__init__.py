"""What people do with a lead."""
