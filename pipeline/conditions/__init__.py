"""Conditions of the playbook: what a rule may test, and whether it holds."""
