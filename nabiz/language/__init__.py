"""Turkish and English text. No Django."""
