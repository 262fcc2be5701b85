"""Tests of folding and sorting."""
