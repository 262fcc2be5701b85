"""Tests of what has no business words."""
