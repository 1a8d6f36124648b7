"""The desk's states and kinds in the reader's language."""

from api.cli.speech import Speech
from roster.desk.words import state_words


def word(value: str, speech: Speech) -> str:
    """A state or kind for people; what the house has no word for stays as it is."""
    return speech.to(state_words(value))
