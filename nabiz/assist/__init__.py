"""A language model behind an OpenAI-compatible endpoint: masked, budgeted, off until the owner turns it on."""
