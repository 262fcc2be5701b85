"""How much of a file is looked at or held at once. Reading is flat because each of these is small."""

KIB, MIB, GIB = 1024, 1024**2, 1024**3

COLUMNS = 1_000
NAME = 200  # characters of a column's name
ROW = 4 * MIB  # bytes of one row; a longer one is left out
RAW = 2 * KIB  # bytes of a bad row that are kept to be shown
DEPTH = 64  # levels of nesting in JSON
FLATTENED = 2  # levels of JSON objects that become columns of their own: address.city.name is the deepest

BLOCK = 4 * MIB  # bytes read at once
HEAD = 2 * MIB  # bytes at the beginning of a file that are looked into
SAMPLED_BLOCKS = 3  # further looks, spread over a file that can be jumped in
SAMPLED_BYTES = 512 * KIB
SAMPLED_ROWS = 5_000  # rows whose cells decide on types
SHOWN_ROWS = 100

ENTRIES = 200  # files in a ZIP
UNPACKED = 20 * GIB  # bytes of all files in a ZIP, or of a gzipped one
RATIO = 250  # unpacked bytes for each packed one, in a file of a ZIP…
RATIO_FROM = 50 * MIB  # …that unpacks to more than this
SHARED_STRINGS = 512 * MIB  # bytes of the table of texts in an XLSX
