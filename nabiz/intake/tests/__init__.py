"""How the intake behaves."""
