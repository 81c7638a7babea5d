"""From a visitor's text to acts and findings with evidence."""
