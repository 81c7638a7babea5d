"""The local twin of Slack: alerts and threads in the terminal."""
