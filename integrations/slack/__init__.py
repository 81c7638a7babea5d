"""Slack: alerts, threads, and what colleagues do there."""
