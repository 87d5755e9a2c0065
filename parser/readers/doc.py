"""DOC and RTF: converted by LibreOffice where it is installed; else a DOC is read directly."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from models.errors import EncryptedSource, MissingDependency, TooLarge, UnreadableSource, UnsupportedFormat
from models.reading import Reading
from models.report import Notice
from models.source import Limits
from parser.readers.doc_text import doc_paragraphs, is_encrypted
from parser.readers.docx import read_docx

MEDIA_TYPE = "application/msword"
RTF_MEDIA_TYPE = "application/rtf"
RTF_MAGIC = b"{\\rtf"
SECONDS = 60
"""What LibreOffice may take for one file."""

_FOREIGN = (
    ("Workbook", "an Excel workbook (.xls)"),
    ("Book", "an Excel workbook (.xls)"),
    ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
    ("__properties_version1.0", "an Outlook message (.msg)"),
    ("VisioDocument", "a Visio drawing (.vsd)"),
)


def read_doc(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a Word 97-2003 file (OLE2), or RTF.

    Converted, it is read as DOCX, and its places lead into the parts of the conversion (notice `doc-converted`).
    Without LibreOffice, a DOC gives its text, automatic numbers and tables (notice `doc-read-directly`), and places are
    code points of the text that its WordDocument stream holds, under the file's name.

    Raises EncryptedSource, UnsupportedFormat (OLE2 of another kind), UnreadableSource, TooLarge, or MissingDependency
    for RTF where LibreOffice is not installed.
    """
    rtf = data.lstrip()[:5] == RTF_MAGIC
    soffice = shutil.which("soffice")
    if soffice is None and rtf:
        raise MissingDependency(
            f"{name} is RTF, which is read by way of LibreOffice, and there is none on the PATH.",
            remedy="Install LibreOffice, or save the file as .docx.",
        )
    ole: OleReader | None = None
    damage = UnreadableSource(
        f"{name} cannot be converted by LibreOffice.", remedy="Open it in Word and save it as .docx."
    )
    if not rtf:
        try:
            ole = _open(name, data, limits)
        except UnreadableSource as error:
            damage = error
    converted = _convert(soffice, data, ".rtf" if rtf else ".doc") if soffice is not None else None
    if converted is not None:
        reading = read_docx(name, converted, limits)
        media_type = RTF_MEDIA_TYPE if rtf else MEDIA_TYPE
        return replace(reading, reader="doc", media_type=media_type, notices=(_CONVERTED, *reading.notices))
    if ole is None:
        raise damage
    return _direct(name, ole, limits, tried=soffice is not None)


def _open(name: str, data: bytes, limits: Limits) -> OleReader:
    options = ExtractionOptions(max_file_bytes=limits.source + 512, max_chain_sectors=limits.source // 512)
    # Some writers leave the last sector short.
    data += bytes(-len(data) % 512)
    try:
        ole = OleReader(data, options=options)
        if ole.has_stream("EncryptedPackage") or (ole.has_stream("WordDocument") and is_encrypted(ole)):
            raise EncryptedSource(
                f"{name} is protected by a password.", remedy="Open it in Word, take the password off, and save it."
            )
    except LegacyDocError as error:
        raise UnreadableSource(
            f"{name} is a damaged Word file ({error}).", remedy="Get the file again, or repair it in Word."
        ) from error
    if not ole.has_stream("WordDocument"):
        what = next((what for stream, what in _FOREIGN if ole.has_stream(stream)), "an OLE2 file without a Word text")
        raise UnsupportedFormat(f"{name} is {what}, which is not read.", remedy="Save the contract as .docx or PDF.")
    return ole


def _convert(soffice: str, data: bytes, suffix: str) -> bytes | None:
    """The file as DOCX; None where LibreOffice fails or takes too long. It runs in a profile and folder of its own."""
    with tempfile.TemporaryDirectory(prefix="qiyue-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / f"contract{suffix}").write_bytes(data)
        command = [
            soffice, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx", "--outdir", made, f"contract{suffix}",
        ]  # fmt: skip
        process = subprocess.Popen(  # noqa: S603 (a fixed command; the file's own name is not in it)
            command,
            cwd=folder,
            env={"HOME": made, "TMPDIR": made, "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        converted = folder / "contract.docx"
        return converted.read_bytes() if converted.is_file() else None


def _direct(name: str, ole: OleReader, limits: Limits, *, tried: bool) -> Reading:
    try:
        paragraphs = tuple(doc_paragraphs(name, ole))
    except LegacyDocError as error:
        raise UnreadableSource(
            f"{name} is a damaged Word file, or older than Word 97 ({error}).",
            remedy="Open it in Word and save it as .docx." if tried else "Install LibreOffice, or save it as .docx.",
        ) from error
    characters = sum(len(paragraph.text) for paragraph in paragraphs)
    if characters > limits.characters:
        raise TooLarge(
            f"{name} holds {characters:,} characters, more than the {limits.characters:,} that are read.",
            remedy="Split the document, or raise the limit.",
        )
    if not any(paragraph.aside is None and paragraph.text.strip() for paragraph in paragraphs):
        raise UnreadableSource(f"{name} holds no text.", remedy="Check that it is the right file.")
    return Reading(
        reader="doc", media_type=MEDIA_TYPE, paragraphs=paragraphs, notices=(_FAILED if tried else _NO_OFFICE,)
    )


_CONVERTED = Notice(
    code="doc-converted",
    stage="read",
    message="The file was converted to DOCX by LibreOffice; places lead into the parts of the conversion.",
)
_NO_OFFICE = Notice(
    code="doc-read-directly",
    stage="read",
    message="The file was read without LibreOffice: text, automatic numbers and tables. Deleted revisions are not told"
    " from the text. Install LibreOffice, or save the file as .docx, to have them told apart.",
)
_FAILED = Notice(
    code="doc-read-directly",
    stage="read",
    message="LibreOffice could not convert the file; its text, automatic numbers and tables were read directly. Deleted"
    " revisions are not told from the text. Save it as .docx to have them told apart.",
)
