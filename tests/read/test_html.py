"""Web pages, phenomenon by phenomenon."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from govnlp.errors import ReadError
from govnlp.read.extraction import Grid, Line
from govnlp.read.html import read_html
from govnlp.read.html.guard import MAX_DEPTH, MAX_TAGS

PARAGRAPH = "全年主动公开政府信息120条，其中网站发布100条，微信公众号发布20条，及时回应群众关切。"


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>".encode()


def texts(body: str) -> list[str]:
    return [b.text for b in read_html(page(body), "x").blocks if isinstance(b, Line)]


def grids(body: str) -> list[Grid]:
    return [b for b in read_html(page(body), "x").blocks if isinstance(b, Grid)]


def cells(body: str) -> list[tuple[int, int, str, int, int]]:
    (grid,) = grids(body)
    return [(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells]


# Inline text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("<p><span>2</span><span>02</span><font>1</font>年<b>1</b><b>20</b>条</p>", "2021年120条"),
        ("<p><span lang=EN-US>20<o:p></o:p></span><st1:chsdate>21</st1:chsdate>年</p>", "2021年"),
        ("<p>全年公开\n   信息</p>", "全年公开信息"),
        ("<p>open\ndata</p>", "open data"),
        ("<p>2024 年 1 月</p>", "2024 年 1 月"),
        ("<p>&emsp;&emsp;全年&nbsp;公开</p>", "全年\xa0公开"),
        ("<p>　　全年　公开　</p>", "全年　公开"),
        ("<p>a &lt;b&gt; &amp;amp;</p>", "a <b> &amp;"),
        ("<p>報<ruby>告<rp>(</rp><rt>gào</rt><rp>)</rp></ruby></p>", "報告"),
        ("<p>前<!-- 注释 -->后</p>", "前后"),
        ("<p>前<span style='display: none'>藏</span>后</p>", "前后"),
        ("<p>前<span hidden>藏</span>后<input type=hidden value=x></p>", "前后"),
        ("<p>前<script>var a='藏';</script><style>p{}</style>后</p>", "前后"),
    ],
)
def test_inline(body: str, line: str) -> None:
    assert texts(body) == [line]


def test_dropped_breaks_part_the_pieces() -> None:
    (line,) = read_html(page("<p>全年公开\n信息</p>"), "x").blocks
    assert isinstance(line, Line)
    assert [piece.text for piece in line.pieces] == ["全年公开", "信息"]


# Blocks and breaks ---------------------------------------------------------------------------------------


def test_breaks_and_blocks_end_lines() -> None:
    assert texts("一<br>二<br/>三<p>四<div>五</div>六<ul><li>七<li>八</ul><h3>九</h3>") == list(
        "一二三四五六七八九"
    )


def test_a_gap_is_seen() -> None:
    lines = read_html(page("<p>一</p><p>&nbsp;</p><p>二</p>三<br><br>四<br>五"), "x").blocks
    assert [(b.text, b.gap) for b in lines if isinstance(b, Line)] == [
        ("一", False),
        ("二", True),
        ("三", False),
        ("四", True),
        ("五", False),
    ]


def test_preformatted_lines_stay() -> None:
    assert texts("<pre>一、总体情况\n二、其他</pre>") == ["一、总体情况", "二、其他"]


def test_title_lines_are_hinted() -> None:
    lines = read_html(page(f"<h1>柳桥街道<br>2021年报告</h1><p>{PARAGRAPH}</p>"), "x").blocks
    assert [(b.text, b.hint) for b in lines if isinstance(b, Line)][:2] == [
        ("柳桥街道", "title"),
        ("2021年报告", "title"),
    ]


@pytest.mark.parametrize("name", ["title", "art_title", "con-title", "articleTitle", "biaoti", "news_tit"])
def test_title_by_class(name: str) -> None:
    (first, *_) = read_html(page(f"<div class='{name}'>年度报告</div><p>{PARAGRAPH}</p>"), "x").blocks
    assert first.hint == "title"


# Tables --------------------------------------------------------------------------------------------------


def test_spans_are_taken_apart() -> None:
    body = (
        "<table><tr><td rowspan=2>申请人</td><td colspan=2>情况</td></tr><tr><td>甲<td>乙</tr>"
        "<tr><td>丙</td><td>1</td><td></td></tr></table>"
    )
    assert cells(body) == [
        (0, 0, "申请人", 2, 1),
        (0, 1, "情况", 1, 2),
        (1, 1, "甲", 1, 1),
        (1, 2, "乙", 1, 1),
        (2, 0, "丙", 1, 1),
        (2, 1, "1", 1, 1),
        (2, 2, "", 1, 1),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<td></td>", ""),
        ("<td>&nbsp;</td>", "\xa0"),
        ("<td><p>本年新</p><p>制作数量</p></td>", "本年新制作数量"),
        ("<td>结<br>果\n维持</td>", "结果维持"),
        ("<td><span>1</span><span>2</span></td>", "12"),
        ("<td> 3 </td>", "3"),
        ("<td>a<br>b</td>", "a b"),
    ],
)
def test_cell_text(cell: str, text: str) -> None:
    assert cells(f"<table><tr><td>规章</td>{cell}</tr></table>")[1][2] == text


def test_absurd_spans_are_clipped() -> None:
    body = "<table><tr><td rowspan=99999>甲</td><td colspan=99>乙</td></tr><tr><td>丙</td></tr></table>"
    assert [c[3] for c in cells(body)] == [2, 1, 1]
    body = "<table><tr><td rowspan=0>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    assert cells(body)[0][3] == 2


def test_foot_is_shown_last_and_captions_before() -> None:
    body = (
        "<table><caption>表1</caption><tfoot><tr><td>总计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody></table>"
    )
    blocks = read_html(page(body), "x").blocks
    assert isinstance(blocks[0], Line)
    assert (blocks[0].text, blocks[0].hint) == ("表1", "caption")
    assert [c[2] for c in cells(body)] == ["甲", "3", "总计", "3"]


def test_layout_tables_are_walked_and_the_data_table_inside_is_a_grid() -> None:
    body = (
        f"<table><tr><td><h1>标题</h1><p>{PARAGRAPH}</p>"
        "<table><tr><td>规章</td><td>0</td></tr></table></td><td>侧栏</td></tr></table>"
    )
    blocks = read_html(page(body), "x").blocks
    assert [b.text if isinstance(b, Line) else "grid" for b in blocks] == ["标题", PARAGRAPH, "grid", "侧栏"]


def test_a_table_around_one_cell_is_layout() -> None:
    assert texts(f"<table><tr><td>{PARAGRAPH}</td></tr></table>") == [PARAGRAPH]


def test_a_table_with_full_paragraphs_is_layout() -> None:
    assert len(texts(f"<table><tr><td>{PARAGRAPH * 5}</td><td>右</td></tr></table>")) == 2


# The article ---------------------------------------------------------------------------------------------

CHROME = (
    "<div class=head><ul><li><a href=/>首页</a><li><a href=/a>政务公开</a></ul></div>"
    "<div class=wrap><h1>年度报告</h1><div class=info>发布时间：2022-01-20</div>{article}"
    "<div class=rel><ul><li><a href=/1>关于做好全市政府信息公开工作的通知，请各单位遵照执行</a>"
    "</ul></div></div>"
    "<div class=foot>主办：澜亭区人民政府</div>"
)
ARTICLES = {
    "paragraphs": f"<div id=zoom><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>无。</p></div>",
    "breaks": f"<div class=TRS_Editor>{PARAGRAPH}<br>{PARAGRAPH}<br>无。</div>",
    "layout table": f"<table><tr><td><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>无。</p></td></tr></table>",
    "nested": f"<div><div><div><p>{PARAGRAPH}</p></div><div><p>{PARAGRAPH}</p><p>无。</p></div></div></div>",
}


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_what_is_outside_of_the_article_is_hinted(article: str) -> None:
    blocks = read_html(page(CHROME.replace("{article}", article)), "x").blocks
    hints = {b.text: b.hint for b in blocks if isinstance(b, Line)}
    assert hints[PARAGRAPH] == hints["无。"] == ""
    assert hints["年度报告"] == "title"
    assert hints["首页"] == hints["主办：澜亭区人民政府"] == "outside"
    assert hints["关于做好全市政府信息公开工作的通知，请各单位遵照执行"] == "outside"


def test_metadata() -> None:
    data = (
        '<meta name="ArticleTitle" content="甲"><meta name="PubDate" content="2022-01-20"><title>乙</title>'
        '<meta name="ContentSource" content="柳桥街道"><link rel="canonical" href="a.html"><p>丙</p>'
    )
    meta = read_html(data.encode(), "x").meta
    assert meta == {"title": "甲", "publish_date": "2022-01-20", "issuer": "柳桥街道", "url": "a.html"}


# Markup of content management systems -------------------------------------------------------------------


def hints(body: str) -> dict[str, str]:
    return {b.text: b.hint for b in read_html(page(body), "x").blocks if isinstance(b, Line)}


@pytest.mark.parametrize(
    "box",
    [
        "<div id=zoom>{}</div>",
        "<div class='TRS_Editor'><style>.a{{}}</style>{}</div>",
        "<div class='ewb-article-content bt-content'>{}</div>",
        "<td id=UCAP-CONTENT class=b12c>{}</td>",
        "<div class='article'><div class='pages_content'><ucapcontent>{}</ucapcontent></div></div>",
        "<div id='vsb_content_2'><div class='v_news_content'>{}</div></div>",
        "<div class='wp_articlecontent'>{}</div>",
        "<!--zoom--><div class='x1'>{}</div><!--/zoom-->",
    ],
)
def test_titles_facts_and_tools_above_any_box_are_outside(box: str) -> None:
    inner = box.format(f"<p>{PARAGRAPH}</p><p>一、总体情况</p><p>{PARAGRAPH}补充。</p><p>2022年1月20日</p>")
    if inner.startswith("<td"):
        inner = f"<table><tr>{inner}</tr></table>"
    found = hints(
        "<div class=nav><a href=/>首页</a> <a href=/x>政务公开</a></div><div class=wrap>"
        "<div class=con_title>柳桥街道2021年政府信息公开工作年度报告</div>"
        "<div class=fbsj><span>发布时间：2022-01-20</span>\n<span>来源：柳桥街道</span></div>"
        f"<div class=dx>[字体：大 中 小] 打印</div>{inner}"
        "<div class=xgwd>相关文档</div></div><div class=bq>主办单位：澜亭区 备案号：99030000号</div>"
    )
    assert found["柳桥街道2021年政府信息公开工作年度报告"] == "title"
    for text in ("发布时间：2022-01-20 来源：柳桥街道", "[字体：大 中 小] 打印", "相关文档", "首页 政务公开"):
        assert found[text] == "outside"
    assert found["2022年1月20日"] == found[PARAGRAPH] == found["一、总体情况"] == ""


def test_a_section_of_the_report_is_not_left_outside() -> None:
    most = f"<p>{PARAGRAPH}</p>" * 12
    body = f"<div><div>{most}</div><div><p>六、其他需要报告的事项</p><p>无。</p></div></div>"
    assert set(hints(body).values()) == {""}


def test_a_box_of_article_named_like_a_title_is_no_title() -> None:
    assert hints(f"<div class=bt_content><p>一、总体情况</p><p>{PARAGRAPH}</p></div>")["一、总体情况"] == ""


def test_headings_marked_h1_inside_of_the_article() -> None:
    found = hints(
        f"<div id=zoom><h1>一、总体情况</h1><p>{PARAGRAPH}</p><h1>二、主动公开</h1><p>{PARAGRAPH}</p></div>"
    )
    assert found["一、总体情况"] == found["二、主动公开"] == "heading"


def test_a_title_below_the_article_heads_something_else() -> None:
    found = hints(
        f"<div id=zoom><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>无。</p></div><h1 class=title>相关链接</h1>"
    )
    assert found["相关链接"] == "outside"


def test_what_the_head_calls_the_title_is_the_title() -> None:
    data = (
        "<title>柳桥街道2021年政府信息公开工作年度报告_澜亭区</title><center><font size=5>"
        "柳桥街道2021年政府信息公开<br>工作年度报告</font></center>"
        f"<div id=zoom><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>无。</p></div>"
    )
    assert read_html(data.encode(), "x").blocks[0].hint == "title"


def test_an_article_that_waits_hidden_for_a_script_is_read() -> None:
    assert PARAGRAPH in texts(
        f"<div>加载中</div><div id=zoom style='display:none'>{f'<p>{PARAGRAPH}</p>' * 6}</div>"
    )
    assert texts(f"<div hidden>不显示。</div><p>{PARAGRAPH}</p>") == [PARAGRAPH]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p>正文</p>", ["正文"]),
        ("<xml><w:View>Normal</w:View></xml><p>正文</p>", ["正文"]),
        ("<![if !supportEmptyParas]><p>正文</p><![endif]>", ["正文"]),
        ("<?xml:namespace prefix = o /><p>正文</p>", ["正文"]),
        ("<!--#include virtual='/top.shtml'--><p>正文</p>", ["正文"]),
        ("<p>甲<textarea>乙\n丙</textarea></p>", ["甲", "乙", "丙"]),
        ("<div style='white-space: pre-wrap'>甲\n乙</div>", ["甲", "乙"]),
        ("<template><p>藏</p></template><object>旧</object><p>正文</p>", ["正文"]),
        ("<p>正文</p><select><option>链接一<option>链接二</select>", ["正文", "链接一", "链接二"]),
        ("<p>20\n<font>21</font>年</p>", ["20 21年"]),
        ("<p>全年公开</p", ["全年公开"]),
        ("<p>正<wbr>文<img alt=图></p>", ["正文"]),
    ],
)
def test_oddities(body: str, lines: list[str]) -> None:
    assert texts(body) == lines


def test_xhtml_with_a_prolog_and_a_page_without_any_tag() -> None:
    prolog = (
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
    )
    (line,) = read_html(f"{prolog}<body><p>正文<br/></p></body></html>".encode("gb18030"), "x").blocks
    assert isinstance(line, Line)
    assert line.text == "正文"
    lines = read_html("一、总体情况\n无。".encode(), "x").blocks
    assert [b.text for b in lines if isinstance(b, Line)] == ["一、总体情况", "无。"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><a href=1>首页</a><td><a href=2>新闻</a><td><a href=3>公开</a></table>",
        "<table><tr><td>柳桥街道2021年政府信息公开工作年度报告<tr><td>2022-01-20<td>柳桥街道</table>",
        "<table><tr><td>发布时间：2022-01-20<td>【字体：大 中 小】<td>打印</table>",
        "<table><tr><td>甲<tr><td>乙<tr><td>丙</table>",
    ],
)
def test_menus_titles_and_tools_in_tables_are_lines(table: str) -> None:
    assert grids(table + f"<p>{PARAGRAPH}</p>") == []


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>索引号<td>990301/2022-1<td>发文日期<td>2022年1月20日</table>",
        "<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td></table>",
        "<table><tr><td>年份<td>件数<tr><td>2021<td>12</table>",
        f"<table>{'<tr><td>自然人<td>予以公开<td>0' * 9}<tr><td colspan=3>{PARAGRAPH * 4}</table>",
    ],
)
def test_tables_of_data_are_grids(table: str) -> None:
    assert len(grids(table)) == 1


def test_a_span_beyond_measure_is_as_wide_as_the_rest() -> None:
    (grid,) = grids("<table><tr><td colspan=100000>甲<tr><td>乙<td>1<td>2</table>")
    assert (grid.n_cols, grid.cells[0].colspan) == (3, 3)


def test_a_wide_cell_ends_where_one_hangs_down() -> None:
    body = "<table><tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁</table>"
    assert [c[3:] for c in cells(body)] == [(1, 1), (2, 1), (1, 1), (1, 1)]


def test_rows_do_not_hang_out_of_their_group() -> None:
    body = "<table><thead><tr><td rowspan=3>甲<td>乙</thead><tbody><tr><td>丙<td>1</tbody></table>"
    assert [(c[0], c[1]) for c in cells(body)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_the_state_of_layout_tables_inside_of_each_other() -> None:
    body = f"<table><tr><td><table><tr><td><p>{PARAGRAPH}</p><p>无。</p></table><td>右</table>"
    assert texts(body) == [PARAGRAPH, "无。", "右"]


def test_text_and_grids_of_a_large_page_with_open_spans() -> None:
    rows = "<table><tr><td>规章<td>0<tr><td>规范性文件<td>3</table>"
    blocks = read_html(page("<p><span>全年公开<span>120条。</p>" * 2_000 + rows), "x").blocks
    assert len(blocks) == 2_001
    assert isinstance(blocks[-1], Grid)


@pytest.mark.parametrize("tag", ["span", "b", "x"])
def test_inline_elements_that_are_never_closed_keep_the_text(tag: str) -> None:
    data = f"<{tag}>".encode() * 100_000 + "<p>正文</p><p>一二</p>".encode()
    start = time.process_time()
    blocks = read_html(data, "x").blocks
    assert "".join(b.text for b in blocks if isinstance(b, Line)) == "正文一二"
    assert time.process_time() - start < 5


@pytest.mark.parametrize("count", [10_000, 100_000])
@pytest.mark.parametrize("tag", ["div", "ul", "table", "section"])
def test_blocks_nested_absurdly_deep_are_refused(tag: str, count: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_html(f"<{tag}>".encode() * count + b"x", "x.html")
    assert caught.value.code == "too_deep"


def test_formatting_that_is_never_closed_stays_linear() -> None:
    data = "".join(f"<p><font size={i}>公{i}" for i in range(20_000)).encode()
    assert len(read_html(data, "x").blocks) == 20_000


@pytest.mark.parametrize(
    "data",
    [
        b"<p>a" + b" " * 300_000 + b"b",
        b"<p>a" + b" \n" * 300_000 + b"b",
        b"<p>a</p>" + b"<a" * 300_000,
        b"<p>a<!--" * 100_000,
        b"<div hidden>" * 3_000 + b"</div>" * 3_000 + b"<p>a",
        b"<table><tr><td>" * 3_000 + b"a",
    ],
)
def test_no_square_of_the_length(data: bytes) -> None:
    start = time.process_time()
    assert read_html(data, "x").blocks
    assert time.process_time() - start < 5


# Bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["gb2312", "gbk", "utf-8", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_behind_any_label(label: str, encoding: str) -> None:
    text = f"<html><head><meta charset={label}></head><body><p>镕基㐀全年公开120条</p></body></html>"
    (line,) = read_html(text.encode(encoding), "x").blocks
    assert isinstance(line, Line)
    assert line.text == "镕基㐀全年公开120条"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"   \n ", "empty"),
        (b"<p>" * (MAX_TAGS + 1), "too_large"),
        (b"<frameset><frame src=a.html></frameset>", "empty"),
        (b"<script>var text = 1;</script><iframe src=report.html></iframe>", "empty"),
        (b"<table>" + (b"<tr>" + b"<td></td>" * 1000 + b"</tr>") * 300, "too_large"),
    ],
)
def test_bad_pages(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_html(data, "x.html")
    assert caught.value.code == code
    assert caught.value.source == "x.html"


def test_depth_within_the_limit_and_without_recursion() -> None:
    data = b"<div>" * (MAX_DEPTH - 1) + "<p>正文</p>".encode()
    assert [b.text for b in read_html(data, "x").blocks if isinstance(b, Line)] == ["正文"]


def test_time_grows_with_length_only() -> None:
    def seconds(count: int) -> float:
        data = page("<p>全年公开<b>120</b>条。</p>" * count)
        start = time.process_time()
        read_html(data, "x")
        return time.process_time() - start

    seconds(100)
    # Ten times the page: linear is 10, quadratic 100.
    assert min(seconds(40_000) for _ in range(2)) < 40 * max(min(seconds(4_000) for _ in range(3)), 0.005)


TAGS = st.sampled_from(["p", "div", "span", "b", "td", "li", "h1", "a"])
PART = st.tuples(TAGS, st.text(alphabet="公开信息1a 。\n", min_size=1, max_size=8)).map(
    lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
)


def _blocks_or_none(data: bytes) -> Sequence[Line | Grid]:
    try:
        return read_html(data, "x").blocks
    except ReadError as error:
        return () if error.code == "empty" else pytest.fail(str(error))


@given(st.lists(PART, max_size=12).map("".join))
def test_every_visible_character_comes_once(body: str) -> None:
    data = page(body)
    expected = LexborHTMLParser(data.decode()).body
    assert expected is not None
    seen: list[str] = []
    for block in _blocks_or_none(data):
        seen += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
    assert "".join("".join(seen).split()) == "".join(expected.text().split())


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(alphabet="<>/=\"' tdrbapl&;#x1年", max_size=120).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    try:
        read_html(data, "x")
    except ReadError as error:
        assert error.code
