"""Contracts in a bucket: a real S3 server on this machine, from the listing to the store."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from localbucket import S3Handler
from sqlalchemy import select

from bulk.content import bytes_of, sha256_of
from bulk.sources import Gone, Item, PassedOver, Refused, found, found_again
from store.opening import open_store
from store.schema import failures, paths, runs
from tests.command import qiyue

CONTRACT = (
    "仓库租赁合同\n甲方(出租方):青岛石湾仓储有限公司\n乙方(承租方):烟台北渚商贸有限公司\n第一条 租金\n月租金为{}元。\n"
)
NAMES = ("2025/租赁[1] a+b%.txt", "2025/租赁[2].txt")


@pytest.fixture
def bucket(tmp_path: Path) -> Path:
    """The bucket `archive`: a folder of the server's, each object a file of it."""
    folder = tmp_path / "s3" / "archive"
    (folder / "合同" / "2025").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (folder / "合同" / name).write_text(CONTRACT.format(800 + number), "utf-8")
    (folder / "合同" / ".hidden").write_text("x", "utf-8")
    (folder / "合同" / "empty.txt").write_bytes(b"")
    with zipfile.ZipFile(folder / "合同" / "old.zip", "w") as made:
        made.writestr("a.txt", CONTRACT.format(900))
        made.writestr("b.txt", CONTRACT.format(901))
    return folder


@pytest.fixture
def server(bucket: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address. Who asks is named in the URLs, or in the environment."""

    class Handler(S3Handler):
        data_root = bucket.parent

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "shown-to-nobody")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,))
        thread.start()
        yield f"127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()
        thread.join()


def asking(server: str) -> str:
    return f"?endpoint_override={server}&scheme=http&region=us-east-1"


def test_a_bucket_is_listed_and_read(server: str) -> None:
    all_found = list(found([f"s3://archive/合同{asking(server)}"]))
    items = {one.path: one for one in all_found if isinstance(one, Item)}
    below = "s3://archive/合同"
    assert set(items) == {
        *(f"{below}/{n}" for n in NAMES),
        f"{below}/empty.txt",
        *(f"{below}/old.zip!/{n}.txt" for n in "ab"),
    }
    assert [one.path for one in all_found if isinstance(one, PassedOver)] == [f"{below}/.hidden"]
    assert bytes_of(items[f"{below}/{NAMES[0]}"]).decode() == CONTRACT.format(800)
    assert bytes_of(items[f"{below}/old.zip!/b.txt"]).decode() == CONTRACT.format(901)
    assert items[f"{below}/{NAMES[1]}"].size == len(CONTRACT.format(801).encode())
    assert isinstance(sha256_of(items[f"{below}/empty.txt"]), str)


@pytest.mark.parametrize(
    ("key", "count", "word"),
    [
        ("archive/合同/**/*.txt", 3, ""),
        ("reader:shown-to-nobody@archive/合同/empty.txt", 1, ""),
        ("archive/none", 0, "No such file"),
        ("other-bucket/a", 0, "No such file"),
    ],
)
def test_what_a_url_names(key: str, count: int, word: str, server: str) -> None:
    all_found = list(found([f"s3://{key}{asking(server)}"]))
    assert sum(isinstance(one, Item) for one in all_found) == count
    refused = [str(one.error) for one in all_found if isinstance(one, Refused)]
    assert [word in error for error in refused] == [True] * (not count)
    assert "nobody" not in "".join(one.path for one in all_found) + "".join(refused)
    assert all(sha256_of(one) for one in all_found if isinstance(one, Item))


def test_what_the_store_knows_is_found_again(server: str, bucket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its key alone: the server is named by the environment."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{server}")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    (bucket / "合同" / NAMES[1]).unlink()
    recorded = [f"s3://archive/合同/{name}" for name in (*NAMES, "old.zip!/b.txt", "old.zip!/c.txt", "new.zip!/a.txt")]
    all_found = list(found_again(recorded))
    assert {one.path for one in all_found if isinstance(one, Item)} == {recorded[0], recorded[2]}
    assert {one.path for one in all_found if isinstance(one, Gone)} == {recorded[1], *recorded[3:]}


def test_a_bucket_into_the_store(server: str, bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store.db"
    url = f"s3://reader:shown-to-nobody@archive/合同{asking(server)}"
    run = qiyue("ingest", url, "--db", store, "--workers", 1, "--log", "jsonl")
    end = json.loads(run.out.splitlines()[-1])
    assert (run.code, end["done"], end["failed"], end["passed_over"]) == (1, 4, 1, 1)
    (bucket / "合同" / "empty.txt").write_text(CONTRACT.format(1000), "utf-8")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{server}")
    again = qiyue("ingest", "--retry-failed", "--db", store, "--workers", 1)
    assert (again.code, again.err) == (0, "")
    assert not any("nobody" in said for said in (run.out, run.err, again.out))
    with open_store(str(store)) as opened, opened.reading() as connection:
        kept = set(connection.execute(select(paths.c.path)).scalars())
        assert connection.execute(select(failures.c.path)).all() == []
        assert "nobody" not in str(connection.execute(select(runs.c.arguments)).all())
    below = "s3://archive/合同"
    assert kept == {
        *(f"{below}/{n}" for n in NAMES),
        f"{below}/empty.txt",
        *(f"{below}/old.zip!/{n}.txt" for n in "ab"),
    }
