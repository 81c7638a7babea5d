"""The web process: the application, and how its sockets are kept and closed."""
