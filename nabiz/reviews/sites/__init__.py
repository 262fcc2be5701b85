"""Review sites with an API: how each lists its reviews and takes an answer."""
