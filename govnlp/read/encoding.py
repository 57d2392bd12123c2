"""Bytes to text: the encodings that such files have, whatever their labels say."""

from __future__ import annotations

import codecs
import re

from govnlp.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOSTLY = 0.9
_FEW_ODD = 0.02
_FEW_LOST = 0.1
_FEW_NULS = 0.001
_GOOD_FOR_BAD = 10
_USUAL = re.compile(r"[\t\r\n -~\u00a0\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_TRADITIONAL = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "cp950", "x-x-big5": "big5hkscs"}
_LOST = "\ufffd"


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """Decode a file.

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        Its name, for messages.
    declared : str, optional
        Encoding the file says it has. Only Big5 is believed: pages that say gb2312 have
        characters of GB18030, and pages that say utf-8 are GB18030 at times.

    Returns
    -------
    str
        The text, without a byte order mark.

    Raises
    ------
    ReadError
        If the file is empty or no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            # A mark of UTF-8 also stands before pages that were pasted together of two encodings.
            if encoding != "utf-8" or _strict(data[len(mark) :], encoding) is not None:
                return _checked(data[len(mark) :].decode(encoding, "replace"), source)
            data = data[len(mark) :]
            break
    wide = _wide(data)
    if wide:
        return _checked(data.decode(wide, "replace"), source)
    if b"\0" in data:
        if data.count(0) > _FEW_NULS * len(data):
            raise _binary(source)
        data = data.replace(b"\0", b"")
    return _checked(_narrow(data, declared), source)


def _narrow(data: bytes, declared: str | None) -> str:
    """Decode what has one byte for an ASCII character."""
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    traditional = _TRADITIONAL.get((declared or "").lower())
    text = _strict(data, traditional) if traditional else None
    if text is not None:
        return text
    chinese = _strict(data, "gb18030")
    # Broken UTF-8 can be valid GB18030 by chance; the other way round nearly nothing is readable.
    if chinese is not None and not _is_mostly_utf8(data[:_SAMPLE]):
        return chinese
    unicode = data.decode("utf-8", "replace")
    if _is_mostly_utf8(data):
        return unicode
    chinese = data.decode("gb18030", "replace") if chinese is None else chinese
    return min(unicode, chinese, key=lambda text: text.count(_LOST))


def _is_mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > (1 + _GOOD_FOR_BAD) * text.count(_LOST)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str:
    """Tell UTF-16 without a mark by what it would read as."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 16 or b"\0" not in sample:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if sum(bool(_USUAL.match(char)) for char in text) > _MOSTLY * len(text):
            return encoding
    return ""


def _checked(text: str, source: str) -> str:
    if not text.strip().strip("\ufeff").strip():
        raise ReadError("empty", "there is no text in the file", source=source, hint="fetch it again")
    sample = text[:_SAMPLE]
    odd, lost = len(_CONTROL.findall(sample)), sample.count(_LOST)
    if odd > _FEW_ODD * len(sample) or odd + lost > _FEW_LOST * len(sample):
        raise _binary(source)
    return text


def _binary(source: str) -> ReadError:
    return ReadError("binary", "is no text file", source=source, hint="look at what it really is")
