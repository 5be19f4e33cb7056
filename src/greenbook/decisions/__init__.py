"""What we conclude: records to facts to decisions to differences, stored and explained."""
