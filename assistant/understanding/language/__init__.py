"""The words of each language as data (docs/languages.md), and the small engine that joins them into patterns."""
