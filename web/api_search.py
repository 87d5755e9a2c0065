"""/v1/search: clauses that say a phrase, in all contracts."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request

from parser.normalise import plain
from store.search import LONGEST, Hit, search
from web.api_models import Found, Listing
from web.identity import READS, desk_of
from web.openapi import problems

router = APIRouter(prefix="/v1/search", tags=["search"])

_AROUND = 40
"""Characters shown before and after what was looked for."""


@router.get("", dependencies=READS, responses=problems(401, 403, 422), summary="Find the clauses that say a phrase")
def find_clauses(
    request: Request,
    q: Annotated[
        str, Query(min_length=1, max_length=LONGEST, pattern=r"\S", description="One character or more, side by side.")
    ],
    after: Annotated[int, Query(ge=0, le=2**53, description="As `next` has it.")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Listing[Found]:
    """Blanks and the case of Latin letters do not matter; traditional characters find simplified ones."""
    hits = search(desk_of(request).store, plain(q), after=after, limit=limit)
    more = f"/v1/search?{urlencode({'q': q, 'after': hits.after, 'limit': limit})}" if hits.after is not None else None
    return Listing[Found](items=[_found(hit) for hit in hits.found], next=more)


def _found(hit: Hit) -> Found:
    start, end = hit.at
    return Found(
        contract=hit.sha256,
        name=hit.name,
        clause=hit.clause,
        label=hit.label,
        heading=hit.heading,
        before=hit.words[max(start - _AROUND, 0) : start],
        quote=hit.words[start:end],
        after=hit.words[end : end + _AROUND],
        page=hit.page,
        url=f"/contracts/{hit.sha256}#{hit.clause}",
    )
