"""WHAT IT ADDS UP TO: portfolios, counters, numbers of people and of the company; read-only."""
