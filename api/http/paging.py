"""Lists come in pages: `offset`, `limit`, and `next` in the answer."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query


@dataclass(frozen=True, slots=True)
class PageQuery:
    """One page of a list."""

    offset: int
    limit: int

    def part(self, items: list[Any]) -> list[Any]:
        """The page's items of a list that is wholly in memory."""
        return items[self.offset : self.offset + self.limit]

    def of(self, items: list[Any]) -> dict[str, Any]:
        """The page of a list that is wholly in memory."""
        return self.out(self.part(items), len(items))

    def out(self, items: list[Any], total: int) -> dict[str, Any]:
        """The page as it is sent; `next` is the following page's offset, null on the last."""
        after = self.offset + len(items)
        return {"items": items, "total": total, "next": after if after < total else None}


async def page(
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many to leave out first")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many at most")] = 100,
) -> PageQuery:
    """The page asked for."""
    return PageQuery(offset, limit)


Paged = Annotated[PageQuery, Depends(page)]
