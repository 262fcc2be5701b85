"""The weekly mail: the pulse, what waits, and what customers speak of, for one member in their language."""
