"""One turn: stored, understood, answered, stored; and what happens between turns."""
