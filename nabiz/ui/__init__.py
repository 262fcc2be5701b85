"""Page shell, tokens, components, charts, gallery."""
