"""What we know: every record, its rules of change, who may see it, and its history."""
