"""Files from other systems: look into them, map them, bring them in, take them out again."""
