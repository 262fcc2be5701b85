"""What team pages say in their templates."""
