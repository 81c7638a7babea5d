"""Whether a process does its work: what its readiness says, and the alarm where something waits."""
