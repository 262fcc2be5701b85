"""Each engine that can answer a metric, and nothing else that may name one."""
