"""Pages about sources and what they send."""
