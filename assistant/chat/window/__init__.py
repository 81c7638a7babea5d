"""What the browser is given: launcher, theme, texts, and the window's page."""
