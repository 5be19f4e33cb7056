"""For people at a terminal: each command fetches, makes one call down, and answers."""
