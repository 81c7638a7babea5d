"""The audit of a CRM's export: which rows are doubled, what is missing, what is stale."""
