"""What a device says, for errors and logs: short, printable, and without the secrets of its login."""

MOST_CHARACTERS = 200


def clean_words(text: str, *secrets: str) -> str:
    for secret in filter(None, secrets):
        text = text.replace(secret, "****")
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * MOST_CHARACTERS])
    return " ".join(printable.split())[:MOST_CHARACTERS]
