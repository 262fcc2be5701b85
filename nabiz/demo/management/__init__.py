"""Commands that run beside the web server."""
