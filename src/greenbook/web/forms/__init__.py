"""What people type: forms with the fields they may fill, and words for what does not fit."""
