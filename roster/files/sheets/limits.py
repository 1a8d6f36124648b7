"""How large input may be: above any real centre (3,000 agents, a year of history), small enough to bound time."""

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_TOML_BYTES = 64 * 1024
MAX_TOML_LINE_CHARACTERS = 2000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 256
MAX_CELL_CHARACTERS = 1000
