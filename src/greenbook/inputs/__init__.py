"""How it comes in: files with mappings, the book format, and other sources."""
