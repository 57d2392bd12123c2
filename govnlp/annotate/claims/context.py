"""What the words around the quantities of a paragraph say of them."""

from __future__ import annotations

import re
from itertools import pairwise

from govnlp.annotate.claims.drafts import Draft, NonDraft
from govnlp.annotate.claims.lexicon import word_set
from govnlp.annotate.claims.nouns import Span, clean, right_noun, subject
from govnlp.annotate.claims.objects import Phrase, after_duration, left_phrase, parallel_phrases, verb_behind
from govnlp.annotate.claims.roles import mark_roles
from govnlp.annotate.claims.scene import Scene, Words, make_scene
from govnlp.annotate.claims.times import mark_times
from govnlp.annotate.claims.wholes import mark_wholes

_RESULTS = frozenset("到至为成")
# 由20个工作日压缩到5个: so far apart at most.
_SHORT = 8
# People are rather those who take part (参训人员326人次).
_PEOPLE = frozenset(("人次", "人", "名", "户次", "户", "人数"))
# Of these channels are counted themselves: 账号64个,其中微信39个.
_THINGS = frozenset("个家处户")
_OTHERS = frozenset(("其他", "其它", "其余"))
# So many numbers back an object may be left out.
_BACK = 12
# Verbs of being, right before the number or before the share of what.
_RESULTS_OF = re.compile(
    "(?:对|关于)?([^,。;:对]{2,24}?)的?(?:办理|答复|处理|办结)(?:结果|情况)(?:分别)?(?:为|是|如下)?$"
)
_COPULA = re.compile("(?:现|共|建|设|拥|配|还|仅|只)?有(?=了?$)|共(?=$)|达到?(?=了?$)")
_SHARE = re.compile("占(?!比)(?=[^,。;]{0,12}$)")
_TOWARDS = frozenset("对为向给")
_SINCE = re.compile("(?:之日起?|后)(?=的?$)")
_TITLE = re.compile("《[^《》]{1,60}》")
_HAVE = re.compile("(?:现|共|还)有$")
_LISTING = ("和", "、", "及", ",", "与", "以及")
_LISTED = _LISTING[:3]


def annotate(text: str, words: Words, drafts: list[Draft], others: list[NonDraft], year: int | None) -> None:
    """Fill in the fields of the drafts of a paragraph.

    Parameters
    ----------
    text : str
        Matching view.
    words : list
        Words found in it.
    drafts : list of Draft
        Quantities, in order; changed in place.
    others : list of NonDraft
        Numerals that are none, in order.
    year : int or None
        Year of the report.
    """
    _short_units(text, drafts)
    scene = make_scene(text, _outside_titles(text, words), drafts, others, year)
    phrases: list[Phrase] = []
    for n in range(len(drafts)):
        if n >= len(phrases):
            phrases += parallel_phrases(scene, n) or [left_phrase(scene, n)]
        _own_words(scene, n, phrases[n])
    mark_roles(scene, phrases)
    mark_times(scene)
    mark_wholes(scene, phrases)
    _inherit(scene, phrases)


def _outside_titles(text: str, words: Words) -> Words:
    """Words that are no part of a title: 《每周呈报》 says nothing of a week."""
    titles = [match.span() for match in _TITLE.finditer(text)] if "《" in text else []
    return [word for word in words if not any(a < word[0] < b for a, b in titles)] if titles else words


def _short_units(text: str, drafts: list[Draft]) -> None:
    """由20个工作日压缩到5个: the second 个 stands for 个工作日."""
    for before, draft in pairwise(drafts):
        between = text[before.end : draft.start]
        if draft.unit != "个" or before.dimension != "duration" or len(between) > _SHORT:
            continue
        if between.endswith(("到", "至", "为")) and "个" in text[before.start : before.end]:
            draft.unit, draft.dimension = before.unit, before.dimension


def _own_words(scene: Scene, n: int, phrase: Phrase) -> None:
    """Object and predicate that stand in the number's own stretch of the clause."""
    draft = scene.drafts[n]
    behind = right_noun(scene, n)
    if draft.implicit:
        _own_zero(scene, draft, phrase, behind)
    elif behind is not None and (phrase.noun is None or draft.dimension == "count"):
        draft.object_at = behind
        draft.predicate_at = phrase.verb or verb_behind(scene, n, behind[1])
    else:
        draft.object_at = None if phrase.weak else phrase.noun
        draft.predicate_at = phrase.verb
        if draft.dimension == "duration" and scene.text[draft.end : draft.end + 1] == "内":
            _deadline(scene, n, phrase)
        if draft.dimension in ("rank", "score") and phrase.verb is not None:
            draft.object_at = _ranked(scene, draft, phrase)
            return
        if draft.dimension == "duration" and phrase.noun is None and phrase.verb is None:
            draft.predicate_at, draft.object_at = after_duration(scene, n)
            return
        if phrase.verb is None and (phrase.noun is None or draft.dimension == "duration"):
            draft.predicate_at = verb_behind(scene, n, draft.end, near=draft.dimension == "duration")


def _deadline(scene: Scene, n: int, phrase: Phrase) -> None:
    """自收到申请之日起20个工作日内答复: what is to be done stands behind, what starts the time before."""
    draft = scene.drafts[n]
    since = _SINCE.search(scene.text, max(0, draft.start - 4), draft.start)
    due = verb_behind(scene, n, draft.end + 1) if since else None
    if since and due:
        draft.predicate_at = due
        draft.object_at = None if since[0] == "后" else phrase.noun


def _ranked(scene: Scene, draft: Draft, phrase: Phrase) -> Span | None:
    """Who has the rank or the score: 门户网站名列第5位, 我县得分92分."""
    if draft.dimension == "score" and not phrase.weak:
        return phrase.noun
    if phrase.noun is not None and phrase.verb is not None and phrase.noun[1] <= phrase.verb[0]:
        return phrase.noun
    start = scene.clause_start(draft.start)
    acting = subject().match(scene.text, start, draft.start)
    return acting.span() if acting and phrase.verb and acting.end() == phrase.verb[0] else None


def _own_zero(scene: Scene, draft: Draft, phrase: Phrase, behind: Span | None) -> None:
    if draft.rule in ("zero:copula", "zero:colon"):
        if scene.text[draft.start] == "均":
            draft.aggregate = "each"
        draft.object_at = phrase.noun
        copula = scene.text.find("为", draft.start, draft.end)
        draft.predicate_at = (copula, copula + 1) if copula >= 0 else None
        if draft.rule == "zero:colon":
            start, end = scene.clause_start(draft.start - 1), draft.start - 1
            draft.object_at = clean(scene, [], start, end)
    elif behind is not None and scene.text[behind[0] : behind[1]] in ("发生", "出现"):
        draft.object_at, draft.predicate_at = phrase.noun, behind
    else:
        draft.object_at = behind
        verbal = draft.rule == "zero:verb"
        draft.predicate_at = (draft.start, draft.end) if verbal else phrase.verb


def _inherit(scene: Scene, phrases: list[Phrase]) -> None:
    """What is left out is that of the number before it, or of the whole."""
    drafts = scene.drafts
    for n, draft in enumerate(drafts):
        before = drafts[n - 1] if n and drafts[n - 1].sentence == draft.sentence else None
        if before is not None:
            _inherit_listed(scene, before, draft, phrases[n])
        whole = drafts[draft.whole] if draft.whole is not None else None
        if before is not None and (before.role, draft.role) == ("from", "to"):
            _from_to(scene, before, draft)
        if draft.object_at is None or _is_measure(scene, draft):
            own = draft.object_at or phrases[n].noun
            if own is not None and scene.text[slice(*own)] in _OTHERS:
                own = None
            if phrases[n].attributive and whole is not None:
                own, draft.object_at = None, whole.object_at
                continue
            draft.object_at = None
            if own is not None and phrases[n].weak and not _is_agent(scene, own) and whole is None:
                draft.object_at = own
            else:
                draft.object_at = _inherited_object(scene, n, before, whole) or own
        elif whole is not None and whole.object_at and _is_described(scene, draft, phrases[n]):
            draft.object_at = whole.object_at
    for n in range(len(drafts) - 2, -1, -1):
        draft, after = drafts[n], drafts[n + 1]
        noun, verb = after.object_at, after.predicate_at
        if (
            draft.predicate_at is None
            and verb is not None
            and verb[1] <= after.start
            and _is_towards(scene, n)
            and draft.object_at is not None
            and scene.clause_start(verb[0]) <= draft.object_at[1] <= verb[0]
        ):
            draft.predicate_at = verb  # 对14个乡镇开展巡查4轮
        listed = scene.text[draft.end : after.start] in _LISTED
        if listed and draft.object_at is None and noun is not None and noun[0] >= after.end:
            draft.object_at = noun
        listed = bool(draft.object_at and scene.text[draft.object_at[1] : after.start] in _LISTED)
        if listed and draft.predicate_at is None and verb is not None and verb[0] >= after.end:
            draft.predicate_at = verb
    for n, draft in enumerate(drafts):
        _last_predicate(scene, n, draft)
        if draft.object_at is not None:
            draft.object = scene.text[slice(*draft.object_at)]
            draft.marks.append(("object", *draft.object_at))
        if draft.predicate_at is not None:
            draft.predicate = scene.text[slice(*draft.predicate_at)]
            draft.marks.append(("predicate", *draft.predicate_at))


def _is_towards(scene: Scene, n: int) -> bool:
    """Whether 对 or 为 stands before a number, or before the one that it is listed with."""
    text, draft = scene.text, scene.drafts[n]
    if text[draft.start - 1] in _TOWARDS:
        return True
    before = scene.drafts[n - 1].object_at if n else None
    listed = before is not None and before[1] == draft.start - 1 and text[draft.start - 1] in _LISTED
    return listed and text[scene.drafts[n - 1].start - 1] in _TOWARDS


def _inherit_listed(scene: Scene, before: Draft, draft: Draft, phrase: Phrase) -> None:
    """Items of a list share what is said once."""
    between = scene.text[before.end : draft.start]
    verb = before.predicate_at
    if verb is not None and verb[1] <= before.start and _listed_behind(scene, before, draft):
        draft.predicate_at = verb  # 组织60名代表和90名群众走进机关
    of_other = draft.role == "change" and draft.unit != before.unit
    if of_other and between in _LISTED:
        draft.predicate_at = draft.predicate_at or before.predicate_at
    elif draft.object_at is None and not of_other and (between in _LISTING or not between):
        if before.object_at is None or before.object_at[0] < before.start:
            draft.object_at = before.object_at
        draft.predicate_at = draft.predicate_at or before.predicate_at
    elif draft.predicate_at is None and (
        _listed_behind(scene, before, draft) or (phrase.noun and scene.text[phrase.noun[0] - 1] == "的")
    ):
        draft.predicate_at = before.predicate_at
    elif (
        draft.predicate_at is None
        and between[:1] in _LISTED
        and between[1:] not in _OTHERS
        and verb is not None
        and _is_about(scene, verb)
    ):
        draft.predicate_at = verb  # 涉及征地18件、拆迁9件
    elif draft.predicate_at is None and draft.whole is None and before.whole is None and before.predicate_at:
        own = phrase.noun is not None or draft.object_at is not None
        listed = between[:1] in ("、", "和", "及") or _is_bare_item(scene, before, draft, phrase)
        if own and listed and before.predicate_at[1] <= before.start:
            draft.predicate_at = before.predicate_at


def _is_bare_item(scene: Scene, before: Draft, draft: Draft, phrase: Phrase) -> bool:
    """更新健身路径58套,步道12公里: a clause that is only a noun goes on with the list."""
    noun, thing, verb = phrase.noun, before.object_at, before.predicate_at
    if noun is None or thing is None or verb is None or phrase.verb is not None or draft.role != "level":
        return False
    if draft.unit in _PEOPLE or before.role == "change" or not before.dimension == draft.dimension == "count":
        return False
    if not verb[1] <= thing[0] < thing[1] <= before.start or scene.text[noun[0]] == "全":
        return False
    return scene.text[before.end : draft.start] == "," + scene.text[slice(*noun)] and not (
        scene.text[noun[1] - 1] in "率量度" or _is_agent(scene, noun)
    )


def _listed_behind(scene: Scene, before: Draft, draft: Draft) -> bool:
    """配备3台自助终端和20把座椅: nothing but the first thing and 和 between the numbers."""
    at = before.object_at
    return at is not None and at[0] >= before.end and scene.text[at[1] : draft.start] in ("和", "、", "及")


def _from_to(scene: Scene, source: Draft, result: Draft) -> None:
    """由6步减少为2步: one thing and one verb, its result left out at the first."""
    if source.object_at is not None:
        result.object_at = source.object_at
    verb = result.predicate_at
    if verb is not None:
        end = verb[1] - (scene.text[verb[1] - 1] in _RESULTS)
        source.predicate_at = (verb[0], end) if end > verb[0] else verb


def _last_predicate(scene: Scene, n: int, draft: Draft) -> None:
    """Without a verb of its own a part has that of its whole; else 占, 有 or 达 before the number."""
    if draft.predicate_at is not None or draft.implicit:
        return
    start = max(scene.drafts[n - 1].end if n else 0, scene.clause_start(draft.start))
    first = draft.object_at[0] if draft.object_at else -1
    match = _HAVE.search(scene.text, start, first) if start < first < draft.start else None
    if match is None:
        pattern = _SHARE if draft.role == "share" else _COPULA
        match = pattern.search(scene.text[start : draft.start])
        if match is not None:
            draft.predicate_at = match.start() + start, match.end() + start
    else:
        draft.predicate_at = match.span()
    if draft.predicate_at is not None:
        return
    if draft.role == "change":
        draft.predicate_at = next((mark[1:] for mark in draft.marks if mark[0] == "direction"), None)
    elif draft.role == "part" and draft.whole is not None:
        draft.predicate_at = scene.drafts[draft.whole].predicate_at


def _topic(scene: Scene, draft: Draft) -> Span | None:
    """对公开申请的办理结果为:予以公开63件: what the results before the colon are of."""
    start = scene.sentence_start(draft.start)
    colon = scene.text.find(":", start, draft.start)
    match = _RESULTS_OF.search(scene.text, start, colon) if colon > start else None
    return None if match is None else clean(scene, [], *match.span(1))


def _before_colon(scene: Scene, draft: Draft) -> Span | None:
    """网上申报率:2020年55%: what a list after a colon is of."""
    start = scene.segment_start(draft.start)
    colon = scene.text.rfind(":", start, draft.start)
    return clean(scene, [], scene.clause_start(colon), colon) if colon > start else None


def _is_measure(scene: Scene, draft: Draft) -> bool:
    return draft.object_at is not None and scene.text[slice(*draft.object_at)] in word_set("measure_nouns")


def _is_agent(scene: Scene, at: Span) -> bool:
    return scene.text.endswith(tuple(word_set("agents")), *at)


def _is_described(scene: Scene, draft: Draft, phrase: Phrase) -> bool:
    """Whether what stands before a part only says which it is: 涉及拆迁的30件, 工作动态类302条."""
    if draft.role not in ("part", "share") or draft.object_at is None or draft.object_at[0] >= draft.end:
        return False
    if draft.role == "share":
        return phrase.attributive
    verb = draft.predicate_at
    return phrase.attributive or (verb is not None and _is_about(scene, verb)) or _is_kind(scene, draft)


def _is_about(scene: Scene, verb: Span) -> bool:
    return scene.text[slice(*verb)] in word_set("about")


def _is_kind(scene: Scene, draft: Draft) -> bool:
    """工作动态类302条: the kind names the part, the thing counted is that of the whole."""
    at = draft.object_at
    if at is None or at[1] > draft.start or draft.dimension == "share":
        return False
    name = scene.text[slice(*at)]
    if name.endswith("类") or name in word_set("kinds") or name.endswith(tuple(word_set("places"))):
        return True
    return draft.unit not in _THINGS and name.endswith(tuple(word_set("channels")))


def _changed(scene: Scene, n: int) -> Draft | None:
    """数据集2,318个、数据12.6亿条,较上年新增264个: the level of the same unit that a change is of."""
    draft = scene.drafts[n]
    for earlier in reversed(scene.drafts[max(0, n - _BACK) : n]):
        if earlier.sentence != draft.sentence:
            break
        if earlier.unit == draft.unit and earlier.role != "change":
            return earlier
    return None


def _inherited_object(scene: Scene, n: int, before: Draft | None, whole: Draft | None) -> Span | None:
    draft = scene.drafts[n]
    follows = draft.role in ("change", "share", "to") or draft.dimension in ("rank", "area")
    shared = draft.dimension == "money" and draft.aggregate in ("average", "each")
    if before is not None and (follows or shared):
        like = _changed(scene, n) if draft.role == "change" and draft.unit != before.unit else None
        return (like or before).object_at
    if whole is not None and whole.object_at is not None:
        return whole.object_at
    topic = _topic(scene, draft) if draft.dimension == "count" else None
    if topic is not None:
        return topic
    all_of = scene.text.endswith(("全部", "上述", "以上"), 0, draft.start)
    for earlier in reversed(scene.drafts[max(0, n - _BACK) : n]):
        if draft.sentence - earlier.sentence > (draft.predicate_at is not None or all_of):
            break
        if earlier.unit == draft.unit and earlier.dimension == draft.dimension and not earlier.implicit:
            above = scene.drafts[earlier.whole] if earlier.whole is not None else draft
            if earlier.role == "part" and draft.role != "part" and above.start < earlier.start:
                continue  # 信息42条,其中动态21条;微信推送13条: of what the whole counts
            return earlier.object_at
    if before is not None and draft.dimension == "count" and draft.predicate_at is not None:
        return before.object_at
    if draft.dimension in ("share", "score"):
        return _before_colon(scene, draft)
    if draft.aggregate in ("average", "each") and before is not None and draft.unit != "":
        return before.object_at
    return None
