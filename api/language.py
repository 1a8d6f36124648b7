"""The caller's language: as chosen in the browser, else from Accept-Language (RFC 9110 §12.5.4)."""

from collections.abc import Mapping

from roster.text import Language

LANGUAGE_COOKIE = "roster_language"


def chosen_here(cookies: Mapping[str, str]) -> Language | None:
    """The language chosen in this browser; None where nobody has chosen one."""
    chosen = cookies.get(LANGUAGE_COOKIE)
    return "zh" if chosen == "zh" else "en" if chosen == "en" else None


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
