"""The one tree of errors, and the exit code of each.

    ContractError                  what a user can be told; never raised itself
    ├── UnreadableSource     3     the bytes are of a known format and are broken, or hold no contract
    ├── EncryptedSource      4     a password is needed
    ├── UnsupportedFormat    5     no reader takes these bytes
    ├── TooLarge             6     a limit on bytes, pages or unpacked size was passed
    ├── MissingDependency    7     the reader exists, and a part of it is not installed
    ├── TimedOut             8     the time, CPU or memory allowed for one file was used up
    ├── BadRules             9     a rule pack does not validate
    ├── CannotWrite         10     a file that was asked for cannot be written: no room, no right, a limit of its format
    ├── StoreUnavailable    11     there is no store there, or it cannot be opened or reached
    ├── StoreOutdated       12     the store's tables are of another version of the program
    ├── StoreBusy           13     another process holds the store for too long
    ├── StoreFull           14     no room is left for the store
    ├── ClusterUnavailable  15     no Ray cluster is there
    ├── BadFilter            2     a filter that is not of the filter language
    ├── CannotServe          2     the server cannot start as it was asked to
    └── Fault               70     the program itself failed on a file; the fault is ours

Exit code 0 is success, 1 is several files of which some failed, 2 is a wrong command line.
"""

from __future__ import annotations

from typing import ClassVar


class ContractError(Exception):
    """What could not be done: `what` happened, and `remedy`, what to do about it. Both are one line."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.remedy))


def _rebuild(kind: type[ContractError], what: str, remedy: str) -> ContractError:
    return kind(what, remedy=remedy)


class UnreadableSource(ContractError):
    code = "unreadable"
    exit_code = 3


class EncryptedSource(ContractError):
    code = "encrypted"
    exit_code = 4


class UnsupportedFormat(ContractError):
    code = "unsupported"
    exit_code = 5


class TooLarge(ContractError):
    code = "too-large"
    exit_code = 6


class MissingDependency(ContractError):
    code = "missing-dependency"
    exit_code = 7


class TimedOut(ContractError):
    code = "timed-out"
    exit_code = 8


class BadRules(ContractError):
    code = "bad-rules"
    exit_code = 9


class CannotWrite(ContractError):
    code = "cannot-write"
    exit_code = 10


class StoreUnavailable(ContractError):
    code = "store-unavailable"
    exit_code = 11


class StoreOutdated(ContractError):
    code = "store-outdated"
    exit_code = 12


class StoreBusy(ContractError):
    """Nothing of what was being written is in the store; the same may be written again."""

    code = "store-busy"
    exit_code = 13


class StoreFull(ContractError):
    """Nothing of what was being written is in the store; what was there before is."""

    code = "store-full"
    exit_code = 14


class ClusterUnavailable(ContractError):
    """What was read before is in the store; the same run again goes on from there."""

    code = "cluster-unavailable"
    exit_code = 15


class BadFilter(ContractError):
    code = "bad-filter"
    exit_code = 2


class CannotServe(ContractError):
    code = "cannot-serve"
    exit_code = 2


class Fault(ContractError):
    code = "fault"
    exit_code = 70
