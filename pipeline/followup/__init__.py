"""What follows a decision: cadences and their drafts."""
