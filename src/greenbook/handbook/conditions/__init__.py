"""The small closed language of conditions: parsed, typed, kept as a tree, rendered as SQL."""
