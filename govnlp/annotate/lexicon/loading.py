"""Lexicon files: read, checked entry by entry, put together; a bad entry is named with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from govnlp.annotate.lexicon.book import MARKS, Book, Lexicon
from govnlp.annotate.lexicon.records import SCOPES, WHEN, Cue, LabelEntry, TermClass
from govnlp.annotate.lexicon.syntax import SyntaxFault, class_name, classes_in, expand, parse
from govnlp.errors import ResourceError
from govnlp.resources import PROVENANCE, list_data, read_bytes
from govnlp.text.headings import SECTION_KEYS

FOLDER = "lexicons/"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOP = {*PROVENANCE, "note", "classes", "labels", "marks"}
_LABEL = {"name", "description", "threshold", "sections", "yields_to", "cues", "remove", "replace"}
_GROUP = {"weight", "scope", "when", "match", "not", "not_sentence", "not_paragraph", "note"}
_CLASS = {"terms", "inside", "note", "replace"}
_NO_SECTION = "none"


def load_lexicon(path: str | Path | None = None, *, extend: bool = True) -> Lexicon:
    """Load a lexicon: the one that comes with the package, your own, or the former extended by the latter.

    Parameters
    ----------
    path : str or Path, optional
        A YAML file in the form of those in ``govnlp/data/lexicons``, or a folder of them; without it the
        lexicon of the package.
    extend : bool
        Whether the file adds to the package's lexicon (True) or stands in its place (False). With True,
        cues and terms are added to labels and classes of the same name; ``replace: true`` in a label or class
        drops what it had, ``remove: [cue, ...]`` in a label drops single cues.

    Returns
    -------
    Lexicon
        Compiled, immutable.

    Raises
    ------
    ResourceError
        If a file cannot be read or an entry is bad; the message names file and line.

    Examples
    --------
    >>> lexicon = load_lexicon()
    >>> lexicon.labels["fees"].name
    '收费减免'
    """
    if path is None:
        return _packaged()
    own = Path(path)
    book = _packaged_book().copy() if extend else Book()
    for file in sorted(own.glob("*.yaml")) if own.is_dir() else [own]:
        try:
            data = file.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            raise ResourceError(f"cannot be opened: {reason}", source=str(file)) from error
        _add(book, data, str(file))
    return book.finish(str(path))


@cache
def _packaged() -> Lexicon:
    return _packaged_book().finish("govnlp")


@cache
def _packaged_book() -> Book:
    book = Book()
    for name in list_data():
        if name.startswith(FOLDER):
            _add(book, read_bytes(name), f"govnlp/data/{name}")
    return book


def _add(book: Book, data: bytes, source: str) -> None:
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise ResourceError("not in UTF-8", source=source, where=f"byte {error.start}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ResourceError(
            f"malformed YAML: {error.problem}", source=source, where=f"line {line}"
        ) from error
    except yaml.YAMLError as error:
        raise ResourceError(f"malformed YAML: {error}", source=source) from error
    reader = _File(source)
    top = reader.mapping(root, _TOP) if root else {}
    if not top:
        raise ResourceError("holds no entry", source=source)
    for key in PROVENANCE:
        if key not in top or not reader.text(top[key]).strip():
            raise ResourceError(
                f"states no {key}",
                source=source,
                where="line 1",
                hint="source, licence and version are required",
            )
    book.sources.append((source, reader.text(top["version"]), hashlib.sha256(data).hexdigest()))
    for name, node in reader.entries(top.get("classes")):
        reader.take_class(book, name, node)
    for name, node in reader.entries(top.get("marks")):
        if name not in MARKS:
            raise reader.fault(node, f"no such mark: {name}; known are {', '.join(MARKS)}")
        book.marks.setdefault(name, []).extend(reader.cues(f"@{name}", node))
    for name, node in reader.entries(top.get("labels")):
        reader.take_label(book, name, node)


class _File:
    """One file while it is read: turns nodes into values, and knows the line of each."""

    def __init__(self, source: str) -> None:
        self.source = source

    def fault(self, node: Any, message: str) -> ResourceError:
        return ResourceError(message, source=self.source, where=f"line {node.start_mark.line + 1}")

    def mapping(self, node: Any, allowed: set[str] | None = None) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fault(node, "a mapping is expected here")
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self.text(key)
            if allowed is not None and name not in allowed:
                raise self.fault(key, f"unknown key {name!r}; allowed are {', '.join(sorted(allowed))}")
            if name in found:
                raise self.fault(key, f"{name!r} stands here twice")
            found[name] = value
        return found

    def entries(self, node: Any | None) -> Iterator[tuple[str, Any]]:
        yield from self.mapping(node).items() if node is not None else ()

    def text(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(node, "a text is expected here")
        return str(node.value)

    def number(self, node: Any, fits: Callable[[float], bool], what: str) -> float:
        try:
            value = float(self.text(node))
        except ValueError:
            value = float("nan")
        if not fits(value):
            raise self.fault(node, f"{what} is expected, not {self.text(node)!r}")
        return value

    def flag(self, node: Any | None) -> bool:
        if node is None:
            return False
        if self.text(node) not in ("true", "false"):
            raise self.fault(node, f"true or false is expected, not {self.text(node)!r}")
        return bool(self.text(node) == "true")

    def choice(self, node: Any | None, known: tuple[str, ...]) -> str:
        if node is None:
            return known[0]
        if self.text(node) not in known:
            raise self.fault(node, f"one of {', '.join(known)} is expected, not {self.text(node)!r}")
        return self.text(node)

    def items(self, node: Any | None) -> list[Any]:
        if node is None:
            return []
        if isinstance(node, yaml.ScalarNode):
            return [node]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(node, "a list is expected here")
        return list(node.value)

    def take_class(self, book: Book, name: str, node: Any) -> None:
        if class_name(f"<{name}>") is None:
            raise self.fault(node, f"{name!r} is no class name: letters, digits and _ only")
        plain = not isinstance(node, yaml.MappingNode)
        fields = {"terms": node} if plain else self.mapping(node, _CLASS)
        terms: list[str] = []
        for item in self.items(fields.get("terms")):
            terms += self.checked(item, expand)
        known = book.classes.get(name)
        inside = self.flag(fields.get("inside"))
        if known and not self.flag(fields.get("replace")):
            terms = [*known.terms, *terms]
            inside = inside or known.inside
        if not terms:
            raise self.fault(node, f"class {name!r} has no terms")
        book.classes[name] = TermClass(name, tuple(dict.fromkeys(terms)), inside)

    def take_label(self, book: Book, key: str, node: Any) -> None:
        fields = self.mapping(node, _LABEL)
        known = book.labels.get(key)
        if known is None:
            for name in ("name", "description"):
                if name not in fields:
                    raise self.fault(node, f"label {key!r} is new and needs a {name}")
            known = LabelEntry(key, "", "")
        if "name" in fields:
            known = replace(known, name=self.text(fields["name"]))
        if "description" in fields:
            known = replace(known, description=self.text(fields["description"]))
        book.places[key] = (self.source, node.start_mark.line + 1)
        if "threshold" in fields:
            value = self.number(fields["threshold"], lambda x: 0 < x <= 1, "a threshold in (0, 1]")
            known = replace(known, threshold=value)
        if "sections" in fields:
            known = replace(known, sections=self.sections(fields["sections"]))
        if "yields_to" in fields:
            known = replace(
                known, yields_to=tuple(self.text(item) for item in self.items(fields["yields_to"]))
            )
        kept = () if self.flag(fields.get("replace")) else known.cues
        for item in self.items(fields.get("remove")):
            if all(cue.pattern != self.text(item) for cue in kept):
                raise self.fault(item, f"label {key!r} has no cue {self.text(item)!r} to remove")
            kept = tuple(cue for cue in kept if cue.pattern != self.text(item))
        cues = self.cues(key, fields["cues"]) if "cues" in fields else []
        book.labels[key] = replace(known, cues=(*kept, *cues))

    def sections(self, node: Any) -> dict[str, float]:
        found = {}
        for name, value in self.mapping(node).items():
            if name not in (*SECTION_KEYS, "free", _NO_SECTION):
                raise self.fault(value, f"no such section key: {name}")
            found[name] = self.number(value, lambda x: 0 <= x < 1, "a prior in [0, 1)")
        return found

    def cues(self, target: str, node: Any) -> list[Cue]:
        return [cue for group in self.items(node) for cue in self.group(target, group)]

    def group(self, target: str, node: Any) -> Iterator[Cue]:
        fields = self.mapping(node, _GROUP)
        for name in ("match", "weight"):
            if name not in fields:
                raise self.fault(node, f"a cue needs {name!r}")
        weight = self.number(
            fields["weight"], lambda x: -1 <= x <= 1 and x != 0, "a weight in [-1, 1] but not 0"
        )
        scope = self.choice(fields.get("scope"), SCOPES)
        when = self.choice(fields.get("when"), WHEN)
        here, sentence, paragraph = (
            self.guard(fields.get(name)) for name in ("not", "not_sentence", "not_paragraph")
        )
        for item in self.items(fields["match"]):
            parts = self.checked(item, parse).parts
            if scope == "heading" and any(classes_in(part) for part in parts):
                raise self.fault(item, "a heading cue names no classes")
            where = f"{self.source}:{item.start_mark.line + 1}"
            pattern = self.text(item).strip()
            yield Cue(target, pattern, weight, scope, when, here, sentence, paragraph, where)

    def guard(self, node: Any | None) -> tuple[str, ...]:
        parts = []
        for item in self.items(node):
            if self.checked(item, parse).joints:
                raise self.fault(item, "a guard is one term or <class>, without gaps")
            parts.append(self.text(item).strip())
        return tuple(parts)

    def checked(self, node: Any, read: Callable[[str], Any]) -> Any:
        try:
            return read(self.text(node).strip())
        except SyntaxFault as error:
            raise self.fault(node, str(error)) from error
