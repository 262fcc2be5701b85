"""One module per family of methods, one function per method: `nps.ci` of the gold files is `ci` in `nps`."""
