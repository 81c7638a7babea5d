"""What people do: one frozen value an action, performed by one function, whichever door it comes through."""
