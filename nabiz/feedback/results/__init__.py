"""What a survey brought: scores with their bounds, who answered, and what was said."""
