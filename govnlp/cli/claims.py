"""``govnlp claims``."""

from __future__ import annotations

from typing import Annotated

import typer

from govnlp.cli.common import Format, Jobs, Out, Sources, print_reports


def claims(
    sources: Sources,
    out: Out = None,
    form: Format = None,
    jobs: Jobs = 1,
    non_claims: Annotated[
        bool,
        typer.Option(
            "--non-claims",
            help="改列不是断言的数字（日期、文号、电话……）及其原因。The numbers that are no claims, and why.",
        ),
    ] = False,
) -> None:
    """数字断言：正文说了哪些数，什么单位、数的是什么、属于哪个总数。Numeric claims of the text, one row each.

    纯文本也可以，每行一段。Plain text works too, one paragraph a line.
    """
    print_reports("non_claims" if non_claims else "claims", sources, out, form, jobs)


EPILOG = "例 Example: `echo 全年公开120条，其中网站100条。 | govnlp claims -`"
