"""The demo book: an invented vendor with its people, its customers and two years of their history.

Deterministic from a seed and relative to a day, so that it never ages. What it shows on purpose
stands in the table of `situations`.
"""
