"""From a file to columns: what kind it is, how it is written, and its rows, a batch at a time, in flat memory."""
