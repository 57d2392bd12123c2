"""An analysis as pages to read: an overview, and one page a report; no server, nothing from outside."""

from __future__ import annotations

from govnlp.page.write import remove_page, write_page

__all__ = ["remove_page", "write_page"]
