"""Charts as SVG, drawn on the server with their uncertainty."""
