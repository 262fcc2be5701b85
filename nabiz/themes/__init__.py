"""What comments, reviews and conversations are about, and what it costs when it goes wrong."""
