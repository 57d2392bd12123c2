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
_FEW_BAD = 0.02
_SAMPLE = 4096
_MOSTLY = 0.9
_USUAL = re.compile(r"[\t\r\n -~\u00a0\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_TRADITIONAL = frozenset({"big5", "big5-hkscs", "cp950"})


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
            return _checked(data[len(mark) :].decode(encoding, "replace"), source)
    wide = _wide(data)
    if wide:
        return _checked(data.decode(wide, "replace"), source)
    if b"\0" in data[:_SAMPLE]:
        raise ReadError("binary", "is no text file", source=source, hint="look at what it really is")
    tried = [(declared or "").lower()] if (declared or "").lower() in _TRADITIONAL else []
    for encoding in (*tried, "utf-8", "gb18030"):
        try:
            return _checked(data.decode(encoding), source)
        except UnicodeDecodeError:
            continue
    # A few bytes are broken: take the encoding that breaks on fewer of them.
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return _checked(min(texts, key=lambda text: text.count("\ufffd")), source)


def _wide(data: bytes) -> str:
    """Tell UTF-16 without a mark by what it would read as."""
    sample = data[:_SAMPLE]
    if len(sample) < 16 or len(data) % 2 or b"\0" not in sample:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if sum(bool(_USUAL.match(char)) for char in text) > _MOSTLY * len(text):
            return encoding
    return ""


def _checked(text: str, source: str) -> str:
    if not text.strip():
        raise ReadError("empty", "there is no text in the file", source=source, hint="fetch it again")
    odd = sum(c < " " and c not in "\t\n\r\f\v\x1b\x1a" for c in text[:_SAMPLE]) + text[:_SAMPLE].count(
        "\ufffd"
    )
    if odd > _FEW_BAD * min(len(text), _SAMPLE):
        raise ReadError("binary", "is no text file", source=source, hint="look at what it really is")
    return text
