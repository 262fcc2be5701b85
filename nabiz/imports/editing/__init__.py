"""A mapping as a form: what it asks for, slot by slot, and what a filled-in form makes of it."""
