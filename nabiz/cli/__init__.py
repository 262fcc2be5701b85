"""One command line for everything an installation needs."""
