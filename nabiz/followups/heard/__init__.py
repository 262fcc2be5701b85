"""“You said, we did”: what became of a cause, told in public and mailed to those who had spoken of it."""
