"""The team's web pages: leads with their evidence, alerts, drafts that wait for approval, and chats to join."""
