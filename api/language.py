"""The caller's language, from Accept-Language (RFC 9110 §12.5.4)."""

from roster.text import Language


def preferred(header: str | None, otherwise: Language = "en") -> Language:
    """Zh or en, whichever the header likes better; `otherwise` where it names neither."""
    best: tuple[float, Language] | None = None
    for part in (header or "").split(",")[:20]:
        name, _, parameters = part.strip().partition(";")
        weight = _weight(parameters)
        tag = name.strip().lower().split("-")[0]
        language: Language | None = "zh" if tag == "zh" else "en" if tag == "en" else otherwise if tag == "*" else None
        if language is not None and weight > 0 and (best is None or weight > best[0]):
            best = (weight, language)
    return best[1] if best else otherwise


def _weight(parameters: str) -> float:
    key, _, value = parameters.strip().partition("=")
    if key.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
