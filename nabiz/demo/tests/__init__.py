"""What the made-up company must hold true."""
