"""Charts to files, with nothing loaded from outside; the optional library behind them."""

from __future__ import annotations

import json
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from govnlp.errors import MissingExtraError, UsageError
from govnlp.resources import read_bytes

if TYPE_CHECKING:
    import altair as alt


def altair() -> Any:
    """Import Altair, and let notebooks show charts as SVG unless the user has chosen a renderer.

    Altair's own default loads scripts from outside: without a network there would be no chart.

    Returns
    -------
    module
        The library.

    Raises
    ------
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    try:
        import altair as found
    except ImportError as error:
        raise MissingExtraError("plot") from error
    if found.renderers.active == "default" and find_spec("vl_convert"):
        found.renderers.enable("svg")
    return found


def _converter() -> Any:
    try:
        import vl_convert as found
    except ImportError as error:
        raise MissingExtraError("plot") from error
    return found


def save_html(chart: alt.TopLevelMixin, path: str | Path) -> None:
    """Save a chart as a page of its own: scripts inside, nothing loaded from outside, text as text.

    Parameters
    ----------
    chart : altair chart
        Any chart.
    path : str or Path
        The file.

    Raises
    ------
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    spec = chart.to_dict()
    version = ".".join(altair().SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    title = spec.get("title", "") or next((p["title"] for p in spec.get("layer", []) if "title" in p), "")
    page = Template(read_bytes("plots/chart.html").decode()).substitute(
        title=escape(title["text"] if isinstance(title, dict) else str(title)),
        library=_converter().javascript_bundle(vl_version=version),
        # Whatever a report says must not end the script; Altair's own page would let it.
        spec=json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c"),
    )
    Path(path).write_text(page, "utf-8")


def save_svg(chart: alt.TopLevelMixin, path: str | Path) -> None:
    """Save a chart as SVG; the viewer's fonts draw its text.

    Parameters
    ----------
    chart : altair chart
        Any chart.
    path : str or Path
        The file.
    """
    chart.save(str(path), format="svg")


def save_png(
    chart: alt.TopLevelMixin, path: str | Path, *, font: str | Path, family: str, scale: float = 2
) -> None:
    """Save a chart as PNG, its text drawn in a given font.

    Parameters
    ----------
    chart : altair chart
        Any chart.
    path : str or Path
        The file.
    font : str or Path
        A font file (``.ttf``, ``.otf``, ``.ttc``) with Chinese characters.
    family : str
        The name the font has itself, such as ``Noto Sans CJK SC``.
    scale : float
        Pixels a unit.

    Raises
    ------
    UsageError
        If there is no such font file.
    MissingExtraError
        If the extra ``plot`` is not installed.
    """
    font = Path(font)
    if not font.is_file():
        raise UsageError("no such font file", source=str(font))
    _converter().register_font_directory(str(font.parent))
    chart.configure(font=family).save(str(path), format="png", scale_factor=scale)
