"""What we do: CTAs, playbooks, plans, reviews, programs; differences become actions."""
