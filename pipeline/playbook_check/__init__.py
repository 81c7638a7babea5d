"""What a playbook that loads may still get wrong."""
