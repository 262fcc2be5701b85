"""A made-up company that behaves like a real one, with known truths to find again."""
