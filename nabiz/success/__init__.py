"""Whether customers stay, leave and grow."""
