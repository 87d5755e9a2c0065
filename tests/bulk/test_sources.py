"""What a command line names comes file by file, and what is not taken is told."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bulk.content import bytes_of, sha256_of
from bulk.remote import shown
from bulk.sources import Found, Gone, Item, PassedOver, Refused, found, found_again, require_named
from models.errors import ContractError, TooLarge, UnreadableSource
from parser import parse


def told(*paths: object) -> tuple[set[str], dict[str, str], set[str]]:
    """The paths taken, those refused with their codes, those passed over."""
    all_found: list[Found] = list(found([str(path) for path in paths]))
    return (
        {one.path for one in all_found if isinstance(one, Item)},
        {one.path: one.error.code for one in all_found if isinstance(one, Refused)},
        {one.path for one in all_found if isinstance(one, PassedOver)},
    )


def items(*paths: object) -> list[Item]:
    return [one for one in found([str(path) for path in paths]) if isinstance(one, Item)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b/c.pdf", "b/d/e.docx", ".hidden", "b/~$c.docx", "b/Thumbs.db", "合同[1].txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def test_a_folder_is_taken_with_all_below(folder: Path) -> None:
    taken, refused, passed = told(folder)
    assert taken == {str(folder / name) for name in ("a.txt", "b/c.pdf", "b/d/e.docx", "合同[1].txt")}
    assert refused == {}
    assert passed == {str(folder / name) for name in (".hidden", "b/~$c.docx", "b/Thumbs.db")}


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", {"a.txt", "合同[1].txt"}),
        ("b/*", {"b/c.pdf", "b/d/e.docx"}),
        ("**/*.docx", {"b/d/e.docx"}),
        ("合同[1].txt", {"合同[1].txt"}),
        ("b/c.pdf", {"b/c.pdf"}),
    ],
)
def test_patterns_and_names(pattern: str, names: set[str], folder: Path) -> None:
    assert told(folder / pattern)[0] == {str(folder / name) for name in names}


def test_a_slip_in_a_name_is_told_before_the_run(folder: Path) -> None:
    require_named([str(folder), str(folder / "*.txt"), "s3://bucket/none"])
    for name in ("none", "none/*.pdf"):
        with pytest.raises(UnreadableSource, match="Check the name"):
            require_named([str(folder / name)])


def test_what_could_be_waited_for_without_end_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "circle").symlink_to(folder)
    (folder / "broken.txt").symlink_to(folder / "none")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    taken, refused, passed = told(folder)
    assert str(folder / "link.txt") in taken
    assert refused == {str(folder / "pipe"): "unreadable", str(folder / "broken.txt"): "unreadable"}
    assert str(folder / "circle") in passed


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), "合同".encode("gb18030") + b".txt")
    Path(os.fsdecode(path)).write_bytes(b"x")
    (item,) = items(tmp_path)
    assert os.fsencode(item.path) == path
    assert sha256_of(item) == hashlib.sha256(b"x").hexdigest()


def test_a_report_has_such_a_name_as_text(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xba\xcf.txt")
    Path(os.fsdecode(path)).write_text(
        "房屋租赁合同\n甲方:青岛石湾仓储有限公司\n第一条 租金\n月租金为800元。\n", "utf-8"
    )
    assert parse(os.fsdecode(path)).source.name == "\\xba\\xcf.txt"
    assert [one.path for one in found_again([f"{tmp_path}/\\xba\\xcf.txt"])] == [os.fsdecode(path)]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_members_are_read_as_files_are(tmp_path: Path) -> None:
    zipped(tmp_path / "a.ZIP", {"x/": b"", "x/1.txt": b"one", "__MACOSX/x/._1.txt": b"junk", "2.docx": b"two"})
    members = {item.path: item for item in items(tmp_path)}
    assert set(members) == {f"{tmp_path}/a.ZIP!/x/1.txt", f"{tmp_path}/a.ZIP!/2.docx"}
    item = members[f"{tmp_path}/a.ZIP!/x/1.txt"]
    assert (item.name, item.size, bytes_of(item)) == ("1.txt", 3, b"one")
    assert sha256_of(item) == hashlib.sha256(b"one").hexdigest()
    assert told(tmp_path)[2] == {f"{tmp_path}/a.ZIP!/__MACOSX/x/._1.txt"}


def test_names_packed_in_china(tmp_path: Path) -> None:
    """Packed without the flag for UTF-8: the names are GB 18030, and two of one name are told apart."""
    path = zipped(tmp_path / "a.zip", {"AAAA.txt": b"one", "BBBB.txt": b"two"})
    data = path.read_bytes()
    for plain in (b"AAAA", b"BBBB"):
        data = data.replace(plain, "合同".encode("gb18030"))
    path.write_bytes(data)
    members = items(path)
    assert [item.path for item in members] == [f"{path}!/合同.txt", f"{path}!/合同.txt#2"]
    assert [bytes_of(item) for item in members] == [b"one", b"two"]


def test_bombs_are_refused_unread(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"zeros.txt": bytes(60_000_000), "good.txt": b"good"})
    taken, refused, _ = told(bomb)
    assert (taken, refused) == ({f"{bomb}!/good.txt"}, {f"{bomb}!/zeros.txt": "too-large"})
    # Members that share their bytes: the list claims one member's bytes over and over.
    data = bytearray(zipped(tmp_path / "shared.zip", {"a.txt": os.urandom(9000), "b.txt": b"x"}).read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 20 : at + 24] = struct.pack("<I", 9000)
    (tmp_path / "shared.zip").write_bytes(data)
    assert told(tmp_path / "shared.zip") == (set(), {str(tmp_path / "shared.zip"): "too-large"}, set())


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a.zip", {"a.txt": b"y" * 5000}).read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    (tmp_path / "a.zip").write_bytes(data)
    (item,) = items(tmp_path / "a.zip")
    error = sha256_of(item)
    assert isinstance(error, ContractError)
    assert (error.code, "damaged" in str(error)) == ("unreadable", True)


@pytest.mark.parametrize("flaw", ["encrypted", "method", "cut", "empty"])
def test_members_that_cannot_be_read(flaw: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"y" * 5000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    if flaw == "encrypted":
        data[at + 8] |= 1
    elif flaw == "method":
        data[at + 10] = 97
    path.write_bytes({"cut": data[:-30], "empty": b""}.get(flaw, data))
    code = {"encrypted": "encrypted", "method": "unsupported"}.get(flaw, "unreadable")
    assert list(told(path)[1].values()) == [code]


def test_urls(folder: Path) -> None:
    url = folder.as_uri()
    zipped(folder / "z.zip", {"1.txt": b"one"})
    taken, refused, passed = told(f"file://{folder}")
    assert {path.rpartition("/")[2] for path in taken} == {"a.txt", "c.pdf", "e.docx", "合同[1].txt", "1.txt"}
    assert refused == {}
    assert {path.rpartition("/")[2] for path in passed} == {".hidden", "~$c.docx", "Thumbs.db"}
    named = items(f"{url}/b/*.pdf", f"{url}/a.txt", f"file://{folder}/z.zip")
    assert [bytes_of(item) for item in named] == [b"b/c.pdf", b"a.txt", b"one"]


@pytest.mark.parametrize(
    ("url", "code", "word"),
    [
        ("file:///none/none", "unreadable", "none"),
        ("nosuch://host/a", "unreadable", "nosuch"),
        ("gdrive://a/b", "missing-dependency", "Install"),
    ],
)
def test_urls_that_name_nothing(url: str, code: str, word: str) -> None:
    (refused,) = found([url])
    assert isinstance(refused, Refused)
    assert (refused.error.code, word in str(refused.error)) == (code, True)


def test_urls_of_the_store_are_no_patterns(folder: Path) -> None:
    archive = zipped(folder / "z.zip", {"1.txt": b"one", "2.txt": b"two"})
    urls = [
        f"file://{folder}/合同[1].txt",
        f"file://{archive}!/2.txt",
        f"file://{archive}!/3.txt",
        f"file://{folder}/x",
    ]
    all_found = list(found_again(urls))
    assert [bytes_of(one) for one in all_found if isinstance(one, Item)] == ["合同[1].txt".encode(), b"two"]
    assert {one.path for one in all_found if isinstance(one, Gone)} == set(urls[2:])


def test_passwords_are_not_kept() -> None:
    assert shown("s3://key:secret@bucket/a/b.pdf?region=x") == "s3://bucket/a/b.pdf"
    assert shown("ftp://user:pw@host/a.pdf") == "ftp://host/a.pdf"
    assert shown("https://host/a.pdf?id=3") == "https://host/a.pdf?id=3"


def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "shut.txt").write_text("x", "utf-8")
    (tmp_path / "shut.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    here, there = Pipe()
    child = get_context("fork").Process(target=look_as_nobody, args=(tmp_path, there))
    child.start()
    assert here.recv() == [
        f"{tmp_path}/closed: Permission denied. Check the path and its rights.",
        "shut.txt: Permission denied. Check the path and its rights.",
    ]
    child.join()


def look_as_nobody(folder: Path, answer: Connection) -> None:
    """Root may read everything: where the tests run as root, a process that is not root any more looks."""
    if os.geteuid() == 0:
        for parent in (folder, *folder.parents):
            if parent.name.startswith(("pytest", "popen", "test")):
                parent.chmod(0o755)
        os.seteuid(65534)
    errors = []
    for one in found([str(folder)]):
        if not isinstance(one, Item | Refused):
            continue
        error = sha256_of(one) if isinstance(one, Item) else one.error
        errors.append(str(error))
    answer.send(sorted(errors))


def test_a_file_that_grew_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    assert isinstance(sha256_of(Item(str(path), str(path), 300_000_000)), TooLarge)
