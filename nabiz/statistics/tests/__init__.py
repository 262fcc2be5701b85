"""Tests of the statistics: against independent computations, and properties that must hold for any input."""
