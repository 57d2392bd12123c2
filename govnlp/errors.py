"""Exceptions of the package: one tree, and messages that say what to do.

``GovnlpError`` is the root, so ``except GovnlpError`` catches everything that the package raises on
purpose. A message names the file, the place in it where that is known, and the way out.
"""

from __future__ import annotations


class GovnlpError(Exception):
    """Root of all exceptions that govnlp raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    source : str, optional
        File the trouble is in.
    where : str, optional
        Place inside that file: a line, an offset, a page.
    hint : str, optional
        What the user can do about it.

    Attributes
    ----------
    code : str
        Stable reason code; what the ``failures`` table shows.
    """

    code = "error"

    def __init__(self, message: str, *, source: str = "", where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.source, self.where) if part)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling between worker processes.
        return _rebuild, (type(self), self.message, self.source, self.where, self.hint, self.code)


def _rebuild(
    kind: type[GovnlpError], message: str, source: str, where: str, hint: str, code: str
) -> GovnlpError:
    error = kind.__new__(kind)
    GovnlpError.__init__(error, message, source=source, where=where, hint=hint)
    error.code = code
    return error


class ResourceError(GovnlpError):
    """A data file of the package, or one given by the user, is invalid."""

    code = "bad_resource"


class UsageError(GovnlpError):
    """A call or a command was given arguments that make no sense together."""

    code = "usage"


class MissingExtraError(GovnlpError):
    """An optional dependency is needed and not installed.

    Parameters
    ----------
    extra : str
        Name of the extra that brings it, as in ``pip install "govnlp[extra]"``.
    """

    code = "extra_missing"

    def __init__(self, extra: str, *, source: str = "") -> None:
        super().__init__(
            f"needs the optional dependencies '{extra}'",
            source=source,
            hint=f'pip install "govnlp[{extra}]"',
        )


class ReadError(GovnlpError):
    """A source file cannot be read as a report.

    Parameters
    ----------
    code : str
        Reason code: ``empty``, ``binary``, ``too_large``, ``too_long``, ``truncated``, ``encrypted``,
        ``archive_bomb``, ``xml_entities``, ``no_text_layer``, ``convert_to_docx``, ``not_a_report``,
        ``unsupported``, ``unreadable``, ``too_deep``, ``missing`` or ``crashed``.
    """

    code = "unreadable"

    def __init__(self, code: str, message: str, *, source: str = "", where: str = "", hint: str = "") -> None:
        super().__init__(message, source=source, where=where, hint=hint)
        self.code = code
