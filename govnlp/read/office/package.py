"""The zip archive of a Word document, opened with care: sizes first, no entities, only the parts needed."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from govnlp.errors import ReadError
from govnlp.read.limits import MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_RTF: Final = b"{\\rtf"
_ZIP: Final = b"PK"
_MOST_MEMBERS: Final = 10_000
_SMALL: Final = 1024 * 1024
_CONVERT: Final = "convert it to .docx, for example with LibreOffice"


class _LocalNames(dict[str, str]):
    """Names without their namespaces: a document has a few dozen, thousands of times."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition("}")[2]
        return local


class _Tree(ET.TreeBuilder):
    """Builds elements, and refuses document types."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DocumentTypeError(name)


class _DocumentTypeError(Exception):
    """An XML part declares a document type."""


def _without_namespaces(root: ET.Element) -> ET.Element:
    """Rename all elements and attributes: here, so that the parser runs without calling Python."""
    names = _LocalNames()
    for element in root.iter():
        element.tag = names[element.tag]
        if attributes := element.attrib:
            element.attrib = {names[key]: value for key, value in attributes.items()}
    return root


class Package:
    """Parts of an Office document by name.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.

    Raises
    ------
    ReadError
        If it is no zip archive that is safe to open.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        _refuse_other_formats(data, source)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise ReadError(
                "truncated", "the end of the file is missing", source=source, hint="fetch it again"
            ) from error
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check_sizes()

    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._members)

    def tree(self, name: str) -> ET.Element | None:
        """Parse an XML part; None where there is none of that name."""
        info = self._members.get(name)
        if info is None:
            return None
        parser = ET.XMLParser(target=_Tree())
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_SMALL):
                    parser.feed(chunk)
            root: ET.Element = parser.close()
        except _DocumentTypeError as error:
            raise ReadError(
                "xml_entities", "declares a document type or entities", source=self.source, where=name
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ReadError(
                "truncated", "a part of the file is damaged", source=self.source, where=name
            ) from error
        except (ET.ParseError, ValueError, LookupError, NotImplementedError, RuntimeError) as error:
            raise ReadError(
                "unreadable", f"is not well-formed: {error}", source=self.source, where=name
            ) from error
        return _without_namespaces(root)

    def relations(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Relations of a part: id to the last word of its type, and the name of the part it points to."""
        folder, _, file = name.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in root.iter("Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def main_part(self) -> str:
        """Name of the part that holds the document's text."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self._members:
                return target
        return "word/document.xml"

    def _check_sizes(self) -> None:
        members = self._members.values()
        total = sum(info.file_size for info in members)
        grown = any(
            info.file_size > _SMALL and info.file_size > MAX_UNPACK_RATIO * max(info.compress_size, 1)
            for info in members
        )
        if total > MAX_UNPACKED_BYTES or grown or len(self._members) > _MOST_MEMBERS:
            raise ReadError("archive_bomb", "unpacks to far more than its size", source=self.source)
        if any(info.flag_bits & 1 for info in members):
            raise ReadError(
                "encrypted", "needs a password", source=self.source, hint="save it without the password"
            )


def _refuse_other_formats(data: bytes, source: str) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise ReadError(
                "encrypted", "needs a password", source=source, hint="save it without the password"
            )
        raise ReadError("convert_to_docx", "is in the old Word format", source=source, hint=_CONVERT)
    if data.startswith(_RTF):
        raise ReadError("convert_to_docx", "is a rich text file", source=source, hint=_CONVERT)
    if not data.startswith(_ZIP):
        raise ReadError(
            "unreadable", "is no Word document", source=source, hint="look at what was downloaded"
        )
