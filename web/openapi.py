"""The description of the API: OpenAPI 3.1, with each error that a route may answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from web.api_models import ContractView, JobView, NewDecision
from web.problems import KINDS, PROBLEM_TYPE, Problem

_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: for each status the kinds of problem that have it."""
    return {
        status: {
            "description": "; ".join(kind.en[0] for kind in KINDS.values() if kind.status == status),
            "content": {PROBLEM_TYPE: {"schema": _SCHEMA, "examples": _examples(status)}},
        }
        for status in statuses
    }


def _examples(status: int) -> dict[str, Any]:
    return {
        name: {
            "value": {
                "type": f"urn:qiyue:problem:{name}", "title": kind.zh[0], "status": status, "detail": "",
                "remedy": kind.zh[1], "instance": "/v1/contracts",
            }
        }
        for name, kind in KINDS.items()
        if kind.status == status
    }  # fmt: skip


def describe(app: FastAPI) -> None:
    """Have the application describe its API, its errors and its webhooks included."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, Any]:
    description = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Chinese contracts in; clauses, fields and findings out, each with its place in the original.",
        description=(
            "Errors are `application/problem+json`. Lists are paged by `next`. Answers carry an `ETag`; ask again with "
            "`If-None-Match`. Times are in UTC."
        ),
        routes=app.routes,
    )
    schemas = description["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    # FastAPI describes its own answer to an invalid request, which ours takes the place of.
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    # FastAPI leaves out what is null in an example, which would then be no example of its schema.
    for model in (JobView, ContractView, NewDecision):
        schemas[model.__name__]["examples"] = model.model_config["json_schema_extra"]["examples"]  # type: ignore[index]
    return description
