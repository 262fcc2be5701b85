"""A mapping applied to a batch of rows, column by column: who each row is about, what it tells, which events."""
