"""Labels of paragraphs: what the gold says, guards, evidence, and no text that breaks the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnlp as gn
from govnlp.annotate.labels import score_paragraph


def labels_of(text: str, section: str | None = None, heading: str = "") -> set[str]:
    return set(score_paragraph(text, section, heading).chosen)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("成立由镇长任组长的政务公开领导小组，配备专职人员2名。", {"organization"}),
        ("全年受理政府信息公开申请12件，均按期答复。", {"on_request"}),
        ("政务服务大厅设综合窗口9个，全年办结审批事项3000件。", {"service_window"}),
        ("存在的主要问题：信息更新不及时，解读形式单一。", {"problem"}),
        ("下一步，我局将加强业务培训，完善公开制度。", {"improvement"}),
        ("本机关无其他需要报告的事项。", {"none_reported"}),
    ],
)
def test_plain_cases(text: str, labels: set[str]) -> None:
    assert labels_of(text) == labels


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for label in gn.classify(text):
        assert 0 <= label.score <= 1
        assert (label.label is None) == bool(label.reason)
        for item in label.evidence:
            assert item.start is not None
            assert text[item.start : item.end] == item.text
