"""Closing the loop: follow-ups with an owner, causes and what was done about them, the weekly digest."""
