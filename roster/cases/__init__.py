"""Cases that come with the product: two realistic months, a small one to start from, and their generators.

Everything here writes case folders (CSV files and a ``centre.toml``) and nothing else, so that what the
product brings along takes the same way in as anybody's own data.
"""

from roster.cases.bundle import BUNDLED, STARTER_MONTH, bundled_folder, write_example, write_starter

__all__ = ["BUNDLED", "STARTER_MONTH", "bundled_folder", "write_example", "write_starter"]
