"""How well the prompts do: labelled conversations, a simulated visitor who holds them, and the figures."""
