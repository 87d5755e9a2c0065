"""Files that are broken, mislabelled, or made to do harm."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

from tests.parser.readers.word_files import HEAD, NAMESPACES, docx, ole, p, packed, part, r

CONTRACT = "仓库租赁合同\n甲方：青岛石湾仓储有限公司\n乙方：烟台北渚商贸有限公司\n第一条 租金\n月租金为8000元。\n"
MARKER = "THIS-STANDS-IN-A-FILE-OUTSIDE"


def pdf(objects: Sequence[bytes], *, more: Sequence[bytes] = ()) -> bytes:
    """A PDF of these objects, the first its catalogue; `more` are appended as a later version of the last ones."""
    out = bytearray(b"%PDF-1.4\n")
    at = [_object(out, number, content) for number, content in enumerate(objects, 1)]
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in at)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    if more:
        first = len(objects) - len(more) + 1
        at = [_object(out, number, content) for number, content in enumerate(more, first)]
        later = len(out)
        out += b"xref\n%d %d\n" % (first, len(more)) + b"".join(b"%010d 00000 n \n" % place for place in at)
        out += b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n" % (len(objects) + 1, start, later)
        out += b"%%EOF\n"
    return bytes(out)


def _object(out: bytearray, number: int, content: bytes) -> int:
    at = len(out)
    out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    return at


def stream(content: bytes) -> bytes:
    packed_content = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed_content) + packed_content + b"\nendstream"


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 20 20 Td (Contract of lease between party A and party B, article 1) Tj ET"


def one_page(content: bytes = WORDS, *, media: bytes = b"0 0 600 800", pages: bytes | None = None) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages or b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>" % media,
        FONT,
        stream(content),
    ]


def encrypted_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(one_page()))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    return out.getvalue()


def revised_and_cut_off() -> bytes:
    """A second version is appended, and the file breaks off inside it: readers that mend files show the first one."""
    whole = pdf(one_page(), more=[stream(WORDS.replace(b"article 1", b"article 2"))])
    return whole[: whole.rindex(b"xref") - 40]


def zip_bomb(part_name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{p(r(CONTRACT))}</w:body>"))
        with archive.open(part_name, "w", force_zip64=True) as entry:
            block = bytes(10_000_000)
            for _ in range(31):
                entry.write(block)
    return out.getvalue()


def with_doctype(doctype: str, text: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{CONTRACT}{text}</w:t></w:r></w:p></w:body>"
    return packed({"word/document.xml": f"{HEAD}<!DOCTYPE d [{doctype}]><w:document {NAMESPACES}>{body}</w:document>"})


def laughs() -> bytes:
    names = "abcdefghij"
    levels = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip(names, names[1:], strict=False))
    return with_doctype(f'<!ENTITY a "ha">{levels}', "&j;")


def deep_html(depth: int = 100_000) -> bytes:
    return f"<html><body>{'<div><b>' * depth}{CONTRACT}{'</b></div>' * depth}</body></html>".encode()


def deep_docx(depth: int = 20_000) -> bytes:
    inside = f"{'<w:sdt><w:sdtContent>' * depth}{p(r(CONTRACT))}{'</w:sdtContent></w:sdt>' * depth}"
    return packed({"word/document.xml": part("document", f"<w:body>{inside}</w:body>")})


FILES: dict[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "empty.pdf": (lambda: b"", (3,)),
    "empty.docx": (lambda: b"", (3,)),
    "blank.txt": (lambda: b" \n\t\r\n" * 50, (3,)),
    "cut-half.pdf": (lambda: pdf(one_page())[: len(pdf(one_page())) // 2], (3,)),
    "cut-end.pdf": (lambda: pdf(one_page())[:-40], (3,)),
    "cut.docx": (lambda: docx(p(r(CONTRACT * 50)))[:-100], (3,)),
    "encrypted.pdf": (encrypted_pdf, (4,)),
    "encrypted.docx": (lambda: ole({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 500}), (4,)),
    "picture.pdf": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + random.Random(1).randbytes(5000), (3, 5, 7)),
    "random.bin": (lambda: random.Random(2).randbytes(50_000_000), (5,)),
    "random.pdf": (lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(2_000_000), (3,)),
    "random.docx": (lambda: b"PK\x03\x04" + random.Random(4).randbytes(2_000_000), (3,)),
    "workbook.docx": (lambda: packed({"xl/workbook.xml": "<workbook/>"}), (5,)),
    "no-contract.html": (lambda: f"<html><body><h1>404 Not Found</h1><p>{'Gone. ' * 90}</p></body></html>".encode(), (3,)),
    "bomb-document.docx": (lambda: zip_bomb("word/styles.xml"), (6,)),
    "bomb-media.docx": (lambda: zip_bomb("word/media/image1.png"), (6,)),
    "entities.docx": (lambda: with_doctype('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"), (3,)),
    "laughs.docx": (laughs, (3,)),
    "deep.docx": (deep_docx, (3,)),
    "many-operators.pdf": (lambda: pdf(one_page(b"0 0 m 1 1 l S\n" * 3_000_000)), (3, 8)),
    "many-words.pdf": (lambda: pdf(one_page((WORDS + b"\n") * 100_000)), (0, 3, 6, 8)),
    "unpacks-to-gigabytes.pdf": (lambda: pdf(one_page(bytes(700_000_000))), (3, 8)),
    "page-tree-loop.pdf": (lambda: pdf(one_page(pages=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>")), (0, 3)),
    "page-count-lies.pdf": (lambda: pdf(one_page(pages=b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>")), (0, 3, 6)),
}  # fmt: skip
"""What a file is called, how it is made, and the exit codes that are right for it. 0 only where what it holds is whole
or the report says what is not."""
