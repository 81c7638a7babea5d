"""Who is alive, what is stored and not done, and whether the database stores."""
