"""What a file's columns mean: the mapping as data, as a TOML file, checked, and ready-made."""
