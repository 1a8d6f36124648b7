"""Entity tags as clients name them (RFC 9110 §8.8.3)."""


def is_named(tag: str, header: str | None) -> bool:
    """Whether an If-Match or If-None-Match names this entity tag, compared weakly."""
    if header is None:
        return False
    given = {item.strip().removeprefix("W/") for item in header.split(",")}
    return tag.removeprefix("W/") in given or "*" in given
