"""The queue, the decisions and the people, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decision import Correction, Decision
from store import decisions, jobs, people
from store.connect import Store
from store.desk import now
from store.targets import fold, undoable


def upload(at: object) -> jobs.Upload:
    return jobs.Upload(f"{at}".rjust(64, "0"), f"{at}.pdf", 100, "li")


def added(store: Store, count: int) -> list[jobs.Job]:
    with store.writing() as connection:
        return [jobs.add(connection, upload(at)) for at in range(count)]


def test_each_job_is_claimed_once(store: Store) -> None:
    added(store, 20)

    def claim(_: int) -> int | None:
        with store.writing() as connection:
            job = jobs.claim(connection)
        return job.id if job else None

    with ThreadPoolExecutor(6) as pool:
        claimed = list(pool.map(claim, range(24)))
    ids = [job for job in claimed if job is not None]
    assert len(ids) == len(set(ids)) == 20
    assert claimed.count(None) == 4


def test_a_file_waits_once(store: Store) -> None:
    added(store, 2)
    with store.writing() as connection:
        again = jobs.add(connection, upload(0))
        assert (again.id, again.position) == (1, 1)
        first = jobs.claim(connection)
        assert first is not None
        assert jobs.add(connection, upload(0)).id == first.id
        jobs.fail(connection, first.id, code="encrypted", detail="It is.", remedy="Open it.")
        assert jobs.add(connection, upload(0)).id == 3
        assert [job.id for job in jobs.newest(connection, states=jobs.OPEN, limit=9)] == [3, 2]
        assert [job.id for job in jobs.newest(connection, before=3, limit=1)] == [2]
        assert jobs.counts(connection) == {"queued": 2, "failed": 1}


def test_what_ran_when_the_server_went_down_waits_again(store: Store) -> None:
    ran, cancelled, _ = added(store, 3)
    with store.writing() as connection:
        jobs.claim(connection)
        jobs.claim(connection)
        jobs.cancel(connection, cancelled.id)
        jobs.recover(connection)
        states = {job.id: job.state for job in jobs.newest(connection, limit=9)}
        assert states == {1: "queued", 2: "cancelled", 3: "queued"}
        for _ in range(2):
            claimed = jobs.claim(connection)
            assert claimed is not None
            assert claimed.id == ran.id
            jobs.recover(connection)
        given_up = jobs.get(connection, ran.id)
        assert given_up is not None
        assert (given_up.state, given_up.error) == ("failed", "fault")


def decide(store: Store, after: int, text: str, target: str = "f-1") -> Decision:
    with store.writing() as connection:
        return decisions.add(
            connection, contract="c", target=target, after=after, action="comment", by="li", said="{}", report="r",
            due=True, text=text, value=Correction(status="blank"),
        )  # fmt: skip


def test_decisions_are_made_in_turn(store: Store) -> None:
    first = decide(store, 0, "one")
    with pytest.raises(decisions.OutOfTurn):
        decide(store, 0, "late")
    second = decide(store, first.id, "two")
    decide(store, 0, "of another", target="f-2")
    with store.reading() as connection:
        assert decisions.on_target(connection, "c", "f-1") == [first, second]
        assert [one.text for one in decisions.of_contract(connection, "c")] == ["one", "two", "of another"]
        assert decisions.contracts_decided(connection) == ["c"]
        assert [made.report for made in decisions.of_contracts(connection, ["c", "d"])["c"]] == ["r"] * 3


def test_of_many_who_saw_the_same_one_writes(store: Store) -> None:
    def attempt(at: int) -> bool:
        try:
            decide(store, 0, str(at))
        except decisions.OutOfTurn:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(12))) == 1


ACTIONS = ("confirm", "correct", "accept", "dismiss", "comment", "undo")


@given(st.lists(st.sampled_from(ACTIONS), max_size=12))
def test_undo_takes_back_one_at_a_time(actions: list[str]) -> None:
    made: list[Decision] = []
    stack: list[str] = []
    for number, action in enumerate(actions, 1):
        before = fold("f-1", made)
        undone = undoable(before)
        if action == "undo":
            assert (undone is None) == (not stack)
            if undone is None:
                continue
            stack.pop()
        elif action != "comment":
            stack.append(action)
        made.append(
            Decision(
                id=number, target="f-1", action=action, undoes=undone if action == "undo" else None, by="li", at=now()
            )  # type: ignore[arg-type]
        )
    target = fold("f-1", made)
    names = {"confirm": "confirmed", "correct": "corrected", "accept": "accepted", "dismiss": "dismissed"}
    assert target.state == (names[stack[-1]] if stack else "open")
    assert target.version == (made[-1].id if made else 0)
    assert len(target.comments) == sum(1 for one in made if one.action == "comment")


def test_sessions_and_log_in_failures_end_with_time(store: Store) -> None:
    with store.writing() as connection:
        assert not people.anybody(connection)
        li = people.add_person(connection, name="li", role="reviewer", password="hash")
        people.begin_session(connection, digest="old", person=li.id, seconds=-1)
        people.begin_session(connection, digest="new", person=li.id, seconds=60)
        assert people.person_in_session(connection, "old") is None
        assert people.person_in_session(connection, "new") == li
        people.change_person(connection, li.id, role="reader")
        assert people.person_in_session(connection, "new") is None
        people.record(connection, who="li", action="log-in failed", address="10.0.0.1")
        failures = people.failures_to_log_in
        assert failures(connection, seconds=60, name="li", address=None) == 1
        assert failures(connection, seconds=60, name="li", address="10.0.0.2") == 0
        assert failures(connection, seconds=-60, name="li", address=None) == 0
        token = people.add_token(
            connection, person=li.id, name="t", digest="d", scopes=frozenset({"read"}), expires=now(-1)
        )
        assert people.holder_of(connection, "d") is None
        assert people.tokens_of(connection, li.id) == [token]
