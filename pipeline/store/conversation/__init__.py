"""Rows of conversations: messages, takeovers, threads with the team."""
