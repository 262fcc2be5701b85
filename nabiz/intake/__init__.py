"""What other systems tell about customers: sources, keys, the HTTP API and its verdicts."""
