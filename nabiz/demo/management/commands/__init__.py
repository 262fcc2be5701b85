"""`demo`: fill an installation with a made-up company, or take it out again."""
