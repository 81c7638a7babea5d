"""What every language model is asked through: the port, the deadline, the calls and their caps."""
