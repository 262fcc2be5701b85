"""The page on which the owner sets it up."""
