"""Intervals, tests, survival and money in motion: pure functions over columns of numbers, no Django."""
