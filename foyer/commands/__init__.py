"""The commands of `foyer`, one module a family."""
