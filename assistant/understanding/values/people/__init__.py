"""Names, companies and roles in a message."""
