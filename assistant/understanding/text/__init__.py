"""Words and their forms: patterns, languages, nonsense."""
