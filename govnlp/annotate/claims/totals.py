"""Wholes told by figures: a total behind its parts, a sum that fits, a zero and what divides it."""

from __future__ import annotations

import re
from decimal import Decimal

from govnlp.annotate.claims.drafts import Draft
from govnlp.annotate.claims.lexicon import word_set
from govnlp.annotate.claims.objects import Phrase
from govnlp.annotate.claims.scene import Scene

# So far from its whole a part stands at most.
LIST_END = 14
_TOTAL = re.compile(r"[,;、 ]*(?:以上)?(?:共计|合计|总计|共|总共)[一-鿿]{2,12}$")
_TOTAL_ONLY = re.compile(r"[,;、 ]*(?:加上?)?(?:以上)?(?:共计|合计|总计|共有|共|总共|累计)(?:为|达)?$")


def countable(draft: Draft) -> bool:
    """Whether a quantity can be a part or be divided: a level stated as a fact."""
    return (
        draft.role in ("level", "part", "to")
        and draft.dimension not in ("share", "percentage_point", "multiple", "rank", "frequency")
        and not draft.implicit
        and draft.modality == "fact"
    )


def by_total_behind(scene: Scene) -> None:
    """上年结转2件, 新收63件, 共65件: the parts come first."""
    for n, draft in enumerate(scene.drafts):
        if n < 2 or not countable(draft) or draft.whole is not None:
            continue
        start = scene.drafts[n - 1].end
        gap = scene.text[start : draft.start]
        bare = _TOTAL_ONLY.fullmatch(gap)
        if not bare and not _TOTAL.fullmatch(gap):
            continue
        parts: list[int] = []
        total = Decimal(0)
        for m in range(n - 1, max(-1, n - LIST_END), -1):
            other = scene.drafts[m]
            if other.role == "part" and other.whole is not None and other.whole < m:
                continue  # (其中内部信息4件)
            if other.sentence != draft.sentence or not countable(other) or other.whole is not None:
                break
            parts.append(m)
            total += other.value
            if total == draft.value and len(parts) > 1:
                break
        same = [m for m in parts if scene.drafts[m].unit == draft.unit]
        chosen = parts if total == draft.value else same
        if len(chosen) < 2 or not (bare or total == draft.value):
            continue
        for m in chosen:
            scene.drafts[m].whole, scene.drafts[m].role = n, "part"
            scene.drafts[m].marks.append(("whole", draft.start, draft.end))


def by_sum(scene: Scene) -> None:
    """A stated total that the numbers behind it add up to."""
    drafts = scene.drafts
    # First, from the innermost, those whose first part is known; what they take cannot divide another.
    divided = [n for n in range(len(drafts) - 2, -1, -1) if drafts[n + 1].whole == n]
    for n in dict.fromkeys([*divided, *range(len(drafts))]):
        draft = drafts[n]
        if not countable(draft) or draft.value <= 0 or draft.modifier != "exact":
            continue
        parts: list[int] = []
        total = Decimal(0)
        for m in range(n + 1, min(len(drafts), n + LIST_END)):
            other = drafts[m]
            if other.sentence - draft.sentence > 2:
                break
            if other.whole == n and other.role == "part":
                total += other.value
                if total == draft.value:
                    # Broken down already; what follows may break it down another way.
                    parts, total = [], Decimal(0)
                continue
            if other.whole is not None or not countable(other):
                if other.dimension in ("share", "percentage_point", "ratio") or other.role in (
                    "change",
                    "part",
                ):
                    continue
                if other.implicit:
                    continue
                break
            if other.unit != draft.unit:
                break
            parts.append(m)
            total += other.value
            if total >= draft.value:
                break
        if not parts or total != draft.value:
            continue
        if len(parts) < 2 and not any(d.whole == n for d in drafts[n + 1 : n + 3]):
            continue
        for m in parts:
            drafts[m].whole, drafts[m].role = n, "part"
            drafts[m].marks.append(("whole", draft.start, draft.end))


def of_zero(scene: Scene, phrases: list[Phrase]) -> None:
    """受理申请0件,当面申请0件,传真申请0件: ways and applicants divide a zero as well."""
    drafts = scene.drafts
    for n, draft in enumerate(drafts):
        if draft.value or draft.implicit or draft.object_at is None or not countable(draft):
            continue
        thing = scene.text[slice(*draft.object_at)]
        parts: list[int] = []
        for m in range(n + 1, min(len(drafts), n + LIST_END)):
            other, noun = drafts[m], phrases[m].noun
            if other.value or other.implicit or other.unit != draft.unit or other.whole is not None:
                break
            far = other.sentence - draft.sentence > 1
            if far or noun is None or not _is_way(scene.text[slice(*noun)], thing):
                break
            parts.append(m)
        for m in parts if len(parts) > 1 else ():
            drafts[m].whole, drafts[m].role = n, "part"
            drafts[m].marks.append(("whole", draft.start, draft.end))


def _is_way(name: str, thing: str) -> bool:
    """Whether a noun is a way or a kind of applicant, with or without the thing or 方式 behind it."""
    for way in word_set("ways") | word_set("kinds"):
        rest = name.removeprefix(way).removeprefix("方式").removeprefix("形式")
        if name.startswith(way) and thing.endswith(rest):
            return True
    return False
