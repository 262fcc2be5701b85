"""What customers write elsewhere: reviews and posts, their edits and our replies."""
