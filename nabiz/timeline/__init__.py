"""One timeline of everything: facts, announcements, the event table and its columnar mirror."""
