"""The people who work here: members, roles, sign-in, audit."""
