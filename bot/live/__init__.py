"""What the grid of a place emits at the moment, from those who publish it."""
