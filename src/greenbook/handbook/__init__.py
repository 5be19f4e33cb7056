"""What we agreed: a handbook of TOML, SQL and Markdown, read, checked and compiled to SQL."""
