"""Common words and people's names, with how common they are."""
