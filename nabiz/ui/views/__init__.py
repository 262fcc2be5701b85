"""Jump dialog, preferences, the style sheet, error pages and the gallery."""
