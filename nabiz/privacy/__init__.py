"""What may be kept and done with personal data: consent, the register, one person's copy, how long things stay."""
