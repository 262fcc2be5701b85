"""Short messages: written down first, sent through the gateway of the company's choice, counted in parts."""
