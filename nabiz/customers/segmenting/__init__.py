"""Conditions on customers that look beyond their fields: what they did, how often, and the figures that follow."""
