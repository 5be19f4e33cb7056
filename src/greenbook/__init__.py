"""Greenbook runs a customer-success handbook and says why."""
