"""The outside world, one folder a capability."""
