"""What the tables of the store share."""

from sqlalchemy import Column, MetaData, Text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = MetaData(naming_convention=NAMING)


def text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    """A text column."""
    return Column(name, Text, primary_key=key, nullable=optional)
