"""Pages about short messages."""
