"""/v1/contracts/.../review and .../decisions: what people decide, beside what the parser said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic_core import to_json
from starlette.responses import Response

from exports.gold import gold_case, gold_json
from models.decision import FIELD_ACTIONS, FINDING_ACTIONS, Decision, Target
from models.report import Field
from store import decisions, people
from store.decisions import OutOfTurn
from store.targets import fold, fold_all, reviewed, undoable
from web.api_contracts import ContractId, row_of
from web.api_models import Decided, Listing, NewDecision, Review
from web.desk import Desk
from web.identity import READS, Decider, address_of, desk_of
from web.openapi import problems
from web.problems import ProblemError
from web.reports import Opened

router = APIRouter(prefix="/v1/contracts/{contract}", tags=["review"])


@router.get(
    "/review",
    dependencies=READS,
    responses=problems(401, 403, 404, 422),
    summary="What was decided, in step with the report",
)
def get_review(request: Request, contract: ContractId) -> Review:
    desk = desk_of(request)
    opened = desk.reports.open(contract)
    made = _made(desk, contract)
    decided = fold_all(made)
    stated = {*opened.fields, *opened.findings}
    return Review(
        contract=contract,
        report=opened.sha256,
        version=made[-1].id if made else 0,
        fields=[decided.get(target) or Target(id=target) for target in opened.fields],
        findings=[decided.get(target) or Target(id=target) for target in opened.findings],
        earlier=[decision for decision in made if decision.target not in stated],
        reviewed=reviewed(opened.due, decided),
    )


@router.get("/decisions", dependencies=READS, responses=problems(401, 403, 404, 422), summary="The record of decisions")
def get_decisions(request: Request, contract: ContractId) -> Listing[Decision]:
    """All of it, in the order it was made; nothing is ever taken out."""
    desk = desk_of(request)
    desk.reports.current(contract)
    return Listing[Decision](items=_made(desk, contract), next=None)


@router.post(
    "/decisions", status_code=201, responses=problems(400, 401, 403, 404, 409, 413, 422), summary="Decide on something"
)
def decide(request: Request, contract: ContractId, me: Decider, new: Annotated[NewDecision, Body()]) -> Decided:
    """`after` is the target's `version` that you saw. Had somebody decided in the meantime, the answer is a conflict with
    `yours` and `theirs`, and nothing is written."""
    desk = desk_of(request)
    opened = desk.reports.open(contract)
    statement = opened.statements().get(new.target)
    if statement is None:
        raise ProblemError("not-found", new.target)
    _require_sense(new, of_field=isinstance(statement, Field))
    with desk.store.writing() as connection:
        before = fold(new.target, decisions.on_target(connection, contract, new.target))
        try:
            if before.version != new.after:
                raise OutOfTurn
            made = decisions.add(
                connection,
                contract=contract,
                target=new.target,
                after=new.after,
                action=new.action,
                by=me.name,
                said=to_json(statement).decode(),
                report=opened.sha256,
                due=new.target in opened.due,
                value=new.value,
                reason=new.reason,
                text=new.text,
                undoes=_undone(new, before),
            )
        except OutOfTurn as error:
            after = fold(new.target, decisions.on_target(connection, contract, new.target))
            raise _conflict(new, after) from error
        people.record(
            connection, who=me.name, action=new.action, on=f"{contract} {new.target}", address=address_of(request)
        )
    return _decided(desk, contract, opened, made)


@router.get(
    "/decisions.json",
    dependencies=READS,
    responses=problems(401, 403, 404, 422),
    response_class=Response,
    summary="As a gold case",
)
def get_gold(request: Request, contract: ContractId) -> Response:
    """The report as people corrected it, in the shape of an annotated case."""
    desk = desk_of(request)
    row = row_of(desk, contract)
    opened = desk.reports.open(contract)
    case = gold_case(opened.report, fold_all(_made(desk, contract)), fields=opened.fields, findings=opened.findings)
    name = {"Content-Disposition": f'attachment; filename="{row.sha256[:12]}.gold.json"'}
    return Response(gold_json(case), media_type="application/json", headers=name)


def _made(desk: Desk, contract: str) -> list[Decision]:
    with desk.store.reading() as connection:
        return decisions.of_contract(connection, contract)


def _require_sense(new: NewDecision, *, of_field: bool) -> None:
    if new.action not in (FIELD_ACTIONS if of_field else FINDING_ACTIONS):
        raise ProblemError("invalid", f"{new.action}: {'a field' if of_field else 'a finding'}")
    for name, value, action in (
        ("value", new.value, "correct"),
        ("reason", (new.reason or "").strip(), "dismiss"),
        ("text", (new.text or "").strip(), "comment"),
    ):
        if bool(value) is not (new.action == action):
            raise ProblemError("invalid", f"{name}: {'required' if new.action == action else 'only with ' + action}")


def _undone(new: NewDecision, before: Target) -> int | None:
    if new.action != "undo":
        return None
    undone = undoable(before)
    if undone is None:
        raise ProblemError("not-undoable", new.target)
    return undone


def _conflict(new: NewDecision, theirs: Target) -> ProblemError:
    return ProblemError(
        "conflict", theirs.by or "", yours=new.model_dump(mode="json"), theirs=theirs.model_dump(mode="json")
    )


def _decided(desk: Desk, contract: str, opened: Opened, made: Decision) -> Decided:
    decided = fold_all(_made(desk, contract))
    return Decided(decision=made, target=decided[made.target], reviewed=reviewed(opened.due, decided))
