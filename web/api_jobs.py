"""/v1/jobs: the queue, as a program and the list page see it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from store import jobs, people
from web.api_models import JobError, JobView, Listing
from web.identity import READS, Uploader, address_of, desk_of
from web.openapi import problems
from web.problems import ProblemError, failure_title, language_of

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

JobId = Annotated[int, Path(ge=1, le=2**53, description="A job's number.")]
_OPEN_AND_RECENT = 200


def view_of(job: jobs.Job, request: Request) -> JobView:
    error = None
    if job.error is not None:
        title = failure_title(job.error, language_of(request))
        error = JobError(code=job.error, title=title, detail=job.detail or "", remedy=job.remedy or "")
    return JobView(
        id=job.id, contract=job.contract, name=job.name, bytes=job.bytes, state=job.state, pages_done=job.pages_done,
        pages=job.pages, position=job.position, error=error, by=job.by, queued=job.queued, started=job.started,
        ended=job.ended, url=f"/contracts/{job.contract}" if job.state == "done" else None,
    )  # fmt: skip


@router.get("", dependencies=READS, responses=problems(400, 401, 403, 422), summary="List jobs, newest first")
def list_jobs(
    request: Request,
    open: Annotated[bool, Query(description="Only those that wait or run.")] = False,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="Only jobs with a smaller number.")] = None,
    limit: Annotated[int, Query(ge=1, le=_OPEN_AND_RECENT)] = 50,
) -> Listing[JobView]:
    """While a job waits or runs, ask again each second: an unchanged list is answered 304 to its ETag."""
    with desk_of(request).store.reading() as connection:
        found = jobs.newest(connection, states=jobs.OPEN if open else (), before=before, limit=limit + 1)
    shown = [view_of(job, request) for job in found[:limit]]
    more = f"/v1/jobs?open={str(open).lower()}&limit={limit}&before={shown[-1].id}" if len(found) > limit else None
    return Listing[JobView](items=shown, next=more)


@router.get("/{job}", dependencies=READS, responses=problems(401, 403, 404, 422), summary="Look at a job")
def get_job(request: Request, job: JobId) -> JobView:
    return view_of(_job(request, job), request)


@router.post("/{job}/cancel", status_code=202, responses=problems(401, 403, 404, 409, 422), summary="Cancel a job")
def cancel_job(request: Request, job: JobId, me: Uploader) -> JobView:
    """A job that waits is cancelled at once; of one that runs the end is asked for, and comes within a second."""
    _job(request, job)
    with desk_of(request).store.writing() as connection:
        if not jobs.cancel(connection, job):
            raise ProblemError("not-open", str(job))
        people.record(connection, who=me.name, action="cancel", on=f"job {job}", address=address_of(request))
    return view_of(_job(request, job), request)


@router.post("/{job}/retry", status_code=202, responses=problems(401, 403, 404, 409, 422), summary="Try a job again")
def retry_job(request: Request, job: JobId, me: Uploader) -> JobView:
    """Only a job that failed or was cancelled can be tried again."""
    _job(request, job)
    with desk_of(request).store.writing() as connection:
        if not jobs.retry(connection, job):
            raise ProblemError("not-open", str(job))
        people.record(connection, who=me.name, action="retry", on=f"job {job}", address=address_of(request))
    return view_of(_job(request, job), request)


def _job(request: Request, job: int) -> jobs.Job:
    with desk_of(request).store.reading() as connection:
        found = jobs.get(connection, job)
    if found is None:
        raise ProblemError("not-found", f"job {job}")
    return found
