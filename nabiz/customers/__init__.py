"""Accounts, customers, identities, segments, and forgetting them."""
