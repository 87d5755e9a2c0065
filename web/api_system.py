"""What looks after the server: health, metrics, the API's description."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from store import jobs
from web.identity import WATCHES, desk_of

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
def health(request: Request) -> Response:
    """200 while the store answers. It says nothing else: anybody may ask."""
    with desk_of(request).store.reading() as connection:
        jobs.anything_queued(connection)
    return JSONResponse({"status": "ok"})


@router.get("/metrics", dependencies=WATCHES, include_in_schema=False)
def metrics(request: Request) -> Response:
    return Response(generate_latest(desk_of(request).metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/v1/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """Holds no secret: what the API is, not what is in it."""
    description: dict[str, Any] = request.app.openapi()
    return JSONResponse(description)
