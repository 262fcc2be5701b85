"""System checks that explain each setting."""
