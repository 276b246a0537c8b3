"""Parts of bounded size."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def split_into_batches(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    """The items in their order, at most `most` in each part; none without items."""
    return (items[start : start + most] for start in range(0, len(items), most))
