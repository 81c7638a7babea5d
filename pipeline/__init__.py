"""What becomes of a lead, from submission to outcome."""
