"""Surveys that show themselves on pages of the company's own, by a script."""
