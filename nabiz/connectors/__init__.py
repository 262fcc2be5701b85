"""What pulls from or receives of other systems: signed webhooks, watched folders, queries on a schedule."""
