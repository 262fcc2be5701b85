"""A mapped batch written to the database in a handful of statements, with a journal that lets it be undone."""
