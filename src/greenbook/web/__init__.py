"""For people: pages that fetch through the one door, make one call down, and answer."""
