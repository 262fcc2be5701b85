"""Nabız: the open customer-experience system."""
