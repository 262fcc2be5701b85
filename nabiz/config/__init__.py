"""Wiring only: settings, root urls, asgi."""
