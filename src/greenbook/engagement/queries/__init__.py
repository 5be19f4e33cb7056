"""Read-only questions about customers and what is done with them."""
