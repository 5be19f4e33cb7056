"""What runs by itself: the run, and everything recurring."""
