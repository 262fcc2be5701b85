"""Questions about the order of events, answered in one pass over sorted columns: SQL is slow at them."""
