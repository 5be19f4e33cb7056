"""How a handbook is said to a person: values, the names of things, conditions as policy and as they
stand for one customer."""
