"""From raw words to keys that compare: emails, phones, hosts, plain text."""
