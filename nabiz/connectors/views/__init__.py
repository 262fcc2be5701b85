"""The pages of this package, and the door for deliveries."""
