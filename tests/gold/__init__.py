"""The published and independently computed values that the statistics must reproduce."""
