"""The socket: who may connect, how much, what was lost, and what is pushed."""
