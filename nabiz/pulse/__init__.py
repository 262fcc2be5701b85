"""The front page: every number at a glance, and what needs me now."""
