"""An analysis as pages to read: an overview, and one page a report; no server, nothing from outside."""

from __future__ import annotations

from govnlp.page.write import write_page

__all__ = ["write_page"]
