"""Errors as application/problem+json (RFC 9457): each kind has one type, one status and words in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse

Language = Literal["zh", "en"]
PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its HTTP status, and per language its title and what to do about it."""

    status: int
    zh: tuple[str, str]
    en: tuple[str, str]


KINDS: Mapping[str, Kind] = MappingProxyType({
    "bad-request": Kind(400, ("请求无法理解", "请对照接口文档检查请求。"), ("The request cannot be understood", "Compare it with the API documentation.")),
    "wrong-host": Kind(421, ("主机名不被接受", "请用启动时显示的地址访问，或以 --name 允许该主机名。"), ("This host name is not answered to", "Use the address shown at the start, or allow the name with --name.")),
    "unauthenticated": Kind(401, ("需要登录", "请登录，或附上有效的令牌。"), ("Log in first", "Log in, or send a valid token.")),
    "forbidden": Kind(403, ("没有权限", "请管理员给予所需的角色或令牌权限。"), ("Not allowed", "Ask an administrator for the role or scope it needs.")),
    "forged": Kind(403, ("请求来源未能核实", "请重新打开页面后再试。"), ("The request's origin could not be verified", "Open the page anew and try again.")),
    "not-found": Kind(404, ("没有找到", "请检查地址；文件可能尚未读完。"), ("Not found", "Check the address; the file may not have been read yet.")),
    "method-not-allowed": Kind(405, ("该地址不支持此方法", "请对照接口文档。"), ("The address does not take this method", "Compare it with the API documentation.")),
    "conflict": Kind(409, ("别人已先作了处理", "请对照双方的意见，再决定是否提交。"), ("Somebody else has decided in the meantime", "Compare both, then decide whether to send it again.")),
    "not-open": Kind(409, ("该任务已经结束", "只有排队或进行中的任务可以取消，只有失败或取消的任务可以重试。"), ("The job has ended", "Only a queued or running job can be cancelled; only one that failed or was cancelled can be tried again.")),
    "too-large": Kind(413, ("文件太大", "请拆分文件，或提高上限。"), ("The file is too large", "Split it, or raise the limit.")),
    "invalid": Kind(422, ("请求内容不合要求", "请按所列各项改正。"), ("The request is not valid", "Correct what is listed.")),
    "bad-filter": Kind(422, ("筛选条件无法解析", "请按说明改写筛选条件。"), ("The filter cannot be read", "Rewrite it as the documentation says.")),
    "not-undoable": Kind(422, ("没有可撤销的决定", "该项尚无有效的决定。"), ("There is nothing to undo", "Nothing that stands was decided on it.")),
    "busy": Kind(429, ("队列已满", "请稍后再上传。"), ("The queue is full", "Upload it later.")),
    "too-many": Kind(429, ("尝试次数过多", "请稍后再试。"), ("Too many attempts", "Try again later.")),
    "fault": Kind(500, ("程序出错", "请把时间和操作告诉管理员。"), ("A fault of the program", "Tell an administrator when, and what you did.")),
    "store": Kind(503, ("暂时无法存取", "请稍后再试；若仍不行，请告诉管理员。"), ("The store cannot be used at present", "Try again later; tell an administrator if it stays so.")),
    "unreadable": Kind(503, ("此页暂时无法成像", "请下载原件查看。"), ("The page cannot be pictured", "Download the original.")),
})  # fmt: skip


FAILURES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "unreadable": ("文件损坏或没有合同文字", "The file is damaged or holds no contract"),
    "encrypted": ("文件有密码", "The file is encrypted"),
    "unsupported": ("不支持的格式", "The format is not supported"),
    "too-large": ("文件或页数超过上限", "The file or its pages pass a limit"),
    "missing-dependency": ("缺少所需组件", "A part that is needed is not installed"),
    "timed-out": ("超过允许的时间或内存", "The time or memory allowed was used up"),
    "bad-rules": ("规则包有误", "The rules are wrong"),
    "fault": ("程序出错", "A fault of the program"),
})  # fmt: skip
"""Why files fail, by the codes of models/errors.py, in Chinese and English."""


class Problem(BaseModel):
    """What went wrong. `type` names the kind and never changes; `title` and `remedy` are in the language asked for."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:qiyue:problem:not-found",
                    "title": "没有找到",
                    "status": 404,
                    "detail": "没有合同 9f2c…",
                    "remedy": "请检查地址；文件可能尚未读完。",
                    "instance": "/v1/contracts/9f2c",
                }
            ]
        },
    )

    type: str = Field(description="urn:qiyue:problem: and one of the kinds.")
    title: str
    status: int
    detail: str = ""
    remedy: str = ""
    instance: str


class ProblemError(Exception):
    """Raised anywhere under a route; answered as a problem. `more` are members of its own (`theirs`, `errors`)."""

    def __init__(
        self, kind: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more


def problem_of(request: Request, error: ProblemError) -> dict[str, Any]:
    """The members of a problem in the request's language."""
    kind = KINDS[error.kind]
    title, remedy = kind.en if language_of(request) == "en" else kind.zh
    return {
        "type": f"urn:qiyue:problem:{error.kind}",
        "title": title,
        "status": kind.status,
        "detail": error.detail,
        "remedy": remedy,
        "instance": request.url.path,
        **error.more,
    }


def answer(request: Request, error: ProblemError) -> JSONResponse:
    return JSONResponse(
        problem_of(request, error),
        status_code=KINDS[error.kind].status,
        media_type=PROBLEM_TYPE,
        headers=error.headers,
    )


def language_of(request: Request) -> Language:
    """`?lang=`, else the cookie `lang`, else what the client prefers; Chinese where none says."""
    for asked in (request.query_params.get("lang"), request.cookies.get("lang")):
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def failure_title(code: str, language: Language) -> str:
    """Why a file was not parsed, by the code of models/errors.py."""
    zh, en = FAILURES.get(code, FAILURES["fault"])
    return en if language == "en" else zh
