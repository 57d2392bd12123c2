"""How concrete the narrative is: claims, names of bodies, dates, documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from govnlp.model import Claim, NonClaim, Report
from govnlp.records import Row
from govnlp.resources import load_toml
from govnlp.text.bodies import find_bodies
from govnlp.text.normalize import count_characters, normalize

RESOURCE = "features.toml"
# 以下简称《条例》 gives a name and cites nothing.
_TITLE = re.compile(r"(?<!简称)(?<!简称为)《[^《》]+》")
# A year in a title is part of the document's name.
_INSIDE_TITLE = re.compile(r"《[^《》]*$")
# A number in brackets behind a title names the same document, as does one inside a title.
_SAME_DOCUMENT = re.compile(r"(?:》\s*[（(]|《[^《》]*)\s*$")
_REACH = 60
_PREFIXES = ("claims_dim_", "claims_role_", "claims_mod_")


def claim_counts(claims: Iterable[Claim], names: Collection[str]) -> Row:
    """Count claims by dimension, role and modality.

    Parameters
    ----------
    claims : iterable of Claim
        Claims of a report.
    names : collection of str
        Names of the columns wanted, such as ``claims_dim_count``.

    Returns
    -------
    dict
        Counts, at least 0.
    """
    counted: Counter[str] = Counter()
    for claim in claims:
        kinds = (claim.dimension, claim.role, claim.modality)
        counted.update(prefix + kind for prefix, kind in zip(_PREFIXES, kinds, strict=True))
        counted.update(["claims", *(["claims_implicit"] if claim.implicit else [])])
    return {name: counted[name] for name in names}


def concreteness(report: Report, claims: Sequence[Claim], non_claims: Iterable[NonClaim]) -> Row:
    r"""Measure how much of the narrative can be held against the world.

    .. math:: hard = 1000 \frac{claims}{letters}, \quad
              specificity = 1000 \frac{claims + bodies + dates + documents}{letters}

    Parameters
    ----------
    report : Report
        The report.
    claims, non_claims : iterables
        Of the report, as `govnlp.annotate.claims.extract` gives them.

    Returns
    -------
    dict
        Counts, and two measures of at least 0, higher is more concrete; None where the report has no
        narrative. Letters are the Chinese characters, letters and digits of the narrative paragraphs.

    References
    ----------
    Hope, O.-K., Hu, D. & Lu, H. (2016). The benefits of specific risk-factor disclosures. Review of
    Accounting Studies 21, 1005-1045: specific words over all words; here mentions over letters.
    """
    kinds = load_toml(RESOURCE)
    others = list(non_claims)
    texts = [normalize(paragraph.text).text for paragraph in report.paragraphs]
    counts = {
        "named_bodies": sum(len(find_bodies(text)) for text in texts),
        "dates": sum(
            other.reason in kinds["dates"]
            and not _INSIDE_TITLE.search(report.text, max(0, other.start - _REACH), other.start)
            for other in others
        ),
        "documents": sum(len(_TITLE.findall(text)) for text in texts)
        + sum(
            other.reason in kinds["document_numbers"]
            and not _SAME_DOCUMENT.search(report.text, max(0, other.start - _REACH), other.start)
            for other in others
        ),
    }
    letters = sum(count_characters(paragraph.text) for paragraph in report.paragraphs)
    return {
        "narrative_letters": letters,
        **counts,
        "hard_information": 1000 * len(claims) / letters if letters else None,
        "specificity": 1000 * (len(claims) + sum(counts.values())) / letters if letters else None,
    }
