"""`from parser import parse`: the same report from any thread or process, and nothing kept between calls."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from models.errors import ContractError, EncryptedSource
from parser import load_packs, parse

CONTRACTS = Path(__file__).parents[2] / "fixtures" / "contracts"
SOURCES = sorted(path for path in CONTRACTS.glob("*/source.*") if path.suffix != ".doc")


def report(path: Path) -> str:
    return parse(path).model_dump_json()


@pytest.fixture(scope="module")
def alone() -> dict[Path, str]:
    return {path: report(path) for path in SOURCES}


def test_threads_give_what_one_gives(alone: dict[Path, str]) -> None:
    """Several at once in the same engine, each file many times, in no order."""
    work = SOURCES * 3
    random.Random(1).shuffle(work)
    with ThreadPoolExecutor(6) as pool:
        for path, made in zip(work, pool.map(report, work), strict=True):
            assert made == alone[path], path


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_processes_give_what_one_gives(method: str, alone: dict[Path, str]) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        for path, made in zip(SOURCES, pool.map(report, SOURCES), strict=True):
            assert made == alone[path], path


def test_what_was_read_before_leaves_nothing(alone: dict[Path, str]) -> None:
    path = SOURCES[0]
    packs = load_packs(Path(__file__).parents[2] / "docs" / "examples" / "purchasing")
    parse(path, packs=packs, side="甲方")
    with pytest.raises(ContractError):
        parse(b"\x00\x01", name="broken.bin")
    assert report(path) == alone[path]


def test_bytes_are_what_a_path_holds(alone: dict[Path, str]) -> None:
    for path in SOURCES:
        assert parse(path.read_bytes(), name=path.name).model_dump_json() == alone[path]


def test_errors_go_from_process_to_process() -> None:
    import pickle

    error = EncryptedSource("a.pdf is encrypted.", remedy="Save it without a password.")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.exit_code) == (EncryptedSource, str(error), 4)
