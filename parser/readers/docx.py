"""DOCX: the body, notes, headers, footers and comments of a Word file, with Word's automatic numbers as printed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from models.errors import TooLarge, UnreadableSource
from models.reading import Paragraph, Reading
from models.report import Notice
from models.source import Limits
from parser.readers.docx_body import Sheet, Story, read_story
from parser.readers.docx_numbering import load_lists
from parser.readers.docx_parts import Package, Part, W, main_part, open_package, parse_part, relations
from parser.readers.docx_styles import load_styles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(name: str, data: bytes, limits: Limits) -> Reading:
    """Read a Word file. Places are code points of its parts' decoded XML.

    The body comes first, then the foot- and endnotes; what stands aside follows: headers and footers, comments.
    Tracked changes are read as accepted; deleted and hidden text is kept aside as noise.

    Raises UnreadableSource, UnsupportedFormat (a zip of another kind) or TooLarge.
    """
    package = open_package(name, data, limits)
    main = main_part(package)
    document = parse_part(package, main)
    related = relations(package, main)
    characters = sum(end - start for start, end in document.ranges.values())
    if characters > limits.characters:
        raise TooLarge(
            f"{name} holds {characters:,} characters, more than the {limits.characters:,} that are read.",
            remedy="Split the document, or raise the limit.",
        )
    styles = load_styles(_root(package, related, "styles"))
    sheet = Sheet(styles=styles, lists=load_lists(_root(package, related, "numbering"), styles.lists))
    body = document.root.find(f"{W}body")
    if body is None:
        raise UnreadableSource(f"{main} in {name} has no body.", remedy="Open the file in Word and save it anew.")
    story = read_story(document, sheet, body)
    paragraphs = [*story.paragraphs, *_around(package, related, sheet)]
    _require_text(name, paragraphs, story)
    return Reading(
        reader="docx", media_type=MEDIA_TYPE, paragraphs=tuple(paragraphs), notices=tuple(_notices(story, main))
    )


def _around(package: Package, related: dict[str, tuple[str, str]], sheet: Sheet) -> Iterator[Paragraph]:
    """Notes, which belong to the text; then headers, footers and comments, each part once."""
    for kind in ("footnotes", "endnotes"):
        for part in _parts(package, related, kind):
            for note in part.root:
                if isinstance(note.tag, str) and note.get(f"{W}type", "normal") == "normal":
                    yield from read_story(part, sheet, note).paragraphs
    for kind in ("header", "footer"):
        for part in _parts(package, related, kind):
            yield from read_story(part, sheet, part.root, "furniture").paragraphs
    for part in _parts(package, related, "comments"):
        for comment in part.root:
            yield from read_story(part, sheet, comment, "comment").paragraphs


def _parts(package: Package, related: dict[str, tuple[str, str]], kind: str) -> Iterator[Part]:
    for target in dict.fromkeys(target for found, target in related.values() if found == kind):
        if target in package.entries:
            yield parse_part(package, target)


def _root(package: Package, related: dict[str, tuple[str, str]], kind: str) -> etree._Element | None:
    return next((part.root for part in _parts(package, related, kind)), None)


def _require_text(name: str, paragraphs: list[Paragraph], story: Story) -> None:
    if any(paragraph.aside is None and paragraph.text.strip() for paragraph in paragraphs):
        return
    if story.pictures:
        raise UnreadableSource(
            f"{name} holds {story.pictures} pictures and no text.",
            remedy="Save it as PDF and read that as a scan, or give the pictures one by one.",
        )
    raise UnreadableSource(f"{name} holds no text.", remedy="Check that it is the right file.")


def _notices(story: Story, main: str) -> Iterator[Notice]:
    if story.pictures:
        yield Notice(
            code="pictures-not-read",
            stage="read",
            message=f"{story.pictures} pictures were not read; text in them is missing.",
            place=main,
        )
    if story.foreign:
        yield Notice(
            code="part-not-read",
            stage="read",
            message=f"{story.foreign} documents embedded in the text were not read. Paste their text into it.",
            place=main,
        )
