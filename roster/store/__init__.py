"""How the desk's records are kept: one file a record; SQL stands here and in `api/store` alone."""
