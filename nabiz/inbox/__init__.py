"""Conversations with customers, from the first message to the resolution."""
