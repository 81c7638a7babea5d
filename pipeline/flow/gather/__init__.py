"""What is asked before anything is decided: providers, and a model where one is set up."""
