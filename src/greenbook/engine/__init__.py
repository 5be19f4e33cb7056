"""How it is worked out: facts, decisions, traces, previews. No Django, no clock."""
