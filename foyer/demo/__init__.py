"""A simulated month of the demo company: seeded people, a clock that is set, and the program's own code between."""
