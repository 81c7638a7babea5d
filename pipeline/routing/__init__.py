"""Who gets a lead: the policy, round robin within a queue, presence, service levels."""
