"""What of a case's parameters a function takes. Cases also carry wording, such as the name of a convention."""

from inspect import signature


def taken_by(function, *given):
    known = signature(function).parameters
    return {name: value for part in given for name, value in part.items() if name in known}
