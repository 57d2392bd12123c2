"""Small reports and tables, printed the ways real ones are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

T3_COLUMNS = 7
T3_2019 = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "（六）其他处理",
    "（七）总计",
    "四、结转下年度继续办理",
)
T3_2021 = (
    *T3_2019[:20],
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
    *T3_2019[21:],
)
GROUPS = {2: "三、本年度办理结果", 4: "（三）不予公开", 12: "（四）无法提供", 15: "（五）不予处理"}
T3_HEADER = (
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
)
T2_2021 = (
    ("第二十条第（一）项", ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")),
    ("规章", 3),
    ("行政规范性文件", 3),
    ("第二十条第（五）项", ("信息内容", "本年处理决定数量")),
    ("行政许可", 1),
    ("第二十条第（六）项", ("信息内容", "本年处理决定数量")),
    ("行政处罚", 1),
    ("行政强制", 1),
    ("第二十条第（八）项", ("信息内容", "本年收费金额（单位：万元）")),
    ("行政事业性收费", 1),
)
T2_2019 = (
    ("第二十条第（一）项", ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")),
    ("规章", 3),
    ("规范性文件", 3),
    ("第二十条第（五）项", ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")),
    ("行政许可", 3),
    ("其他对外管理服务事项", 3),
    ("第二十条第（六）项", ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")),
    ("行政处罚", 3),
    ("行政强制", 3),
    ("第二十条第（八）项", ("信息内容", "上一年项目数量", "本年增/减")),
    ("行政事业性收费", 2),
    ("第二十条第（九）项", ("信息内容", "采购项目数量", "采购总金额")),
    ("政府集中采购", 2),
)
T4_HEADER = (
    "行政复议",
    "行政诉讼",
    *("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
    "未经复议直接起诉",
    "复议后起诉",
    *("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2,
)

Rows = list[list[str]]


def t3_rows(labels: Sequence[str], values: Mapping[int, Sequence[str]], default: str = "0") -> Rows:
    """Label and values of each row; rows that are only a group's name have no values."""
    rows: Rows = [[cell] for cell in T3_HEADER]
    groups = GROUPS | ({20: "（六）其他处理"} if len(labels) == 25 else {})
    for i, label in enumerate(labels):
        if i in groups:
            rows.append([groups[i]])
        rows.append([label, *values.get(i, (default,) * T3_COLUMNS)])
    return rows


def t2_rows(shape: Sequence[tuple[str, object]], values: Sequence[str]) -> Rows:
    """Rows of section two; the values are taken one after the other."""
    left = list(values)
    rows: Rows = []
    for label, what in shape:
        if isinstance(what, tuple):
            rows += [[label], list(what)]
        else:
            count = int(str(what))
            rows.append([label, *left[:count]])
            del left[:count]
    return rows


def t4_rows(values: Sequence[str]) -> Rows:
    """The header cells, and the fifteen values."""
    return [[cell] for cell in T4_HEADER] + [list(values)]


def one_cell_a_line(rows: Rows, blank: str = "\xa0") -> str:
    """Every cell on a line of its own."""
    return "\n".join(cell or blank for row in rows for cell in row)


def with_empty_lines(rows: Rows, blank: str = "\xa0") -> str:
    """The same with an empty line behind each."""
    return "\n\n".join(cell or blank for row in rows for cell in row)


def barred(rows: Rows) -> str:
    """A row a line, bars between cells and at the end."""
    return "\n".join(" | ".join(row) + " |" for row in rows)


def barred_cells(rows: Rows) -> str:
    """A cell a line, each with its bar; a blank cell is a lone bar."""
    return "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in row)


def _with_header_rows(rows: Rows) -> Rows:
    """The header's cells, five a row, in front of the other rows."""
    first = next(i for i, row in enumerate(rows) if len(row) > 1)
    header = [cell for row in rows[:first] for cell in row]
    return [header[i : i + 5] for i in range(0, len(header), 5)] + rows[first:]


def padded(rows: Rows) -> str:
    """A row a line, bars between cells, short rows filled up with bars as a page's table gives them."""
    rows = _with_header_rows(rows)
    most = max(len(row) for row in rows)
    return "\n".join(
        " | ".join(row) + " |" + " " * (len(row) < most) + "|" * (most - len(row)) for row in rows
    )


def padded_cells(rows: Rows) -> str:
    """A cell a line with its bar, short rows filled up with a line of bars."""
    rows = _with_header_rows(rows)
    most = max(len(row) for row in rows)
    lines: list[str] = []
    for row in rows:
        lines += [f"{cell} |" if cell else "|" for cell in row]
        lines += ["|" * (most - len(row))] * (len(row) < most)
    return "\n".join(lines)


def tabbed(rows: Rows) -> str:
    """A row a line, a tab between cells, as a table is pasted."""
    return "\n".join("\t".join(row) for row in rows)


def spaced(rows: Rows) -> str:
    """A row a line, spaces between cells (no blank cell can be seen)."""
    return "\n".join(" ".join(row) for row in rows)


LAYOUTS: dict[str, Callable[[Rows], str]] = {
    "one_cell_a_line": one_cell_a_line,
    "with_empty_lines": with_empty_lines,
    "barred": barred,
    "barred_cells": barred_cells,
    "padded": padded,
    "padded_cells": padded_cells,
    "tabbed": tabbed,
}

TITLE = "云溪市澜亭区柳桥街道办事处2021年政府信息公开工作年度报告"


def report_text(
    *,
    title: str = TITLE,
    overview: str = "2021年，柳桥街道主动公开政府信息120条，接受群众咨询35人次。",
    t2: str = "",
    t3: str = "",
    t4: str = "",
    problems: str = "一是公开内容还不够丰富；二是解读形式较为单一。下一步将加强培训。",
    other: str = "无。",
) -> str:
    """A whole report with the six sections of the printed format."""
    return "\n".join(
        (
            title,
            "发布时间：2022-01-20",
            "一、总体情况",
            overview,
            "二、主动公开政府信息情况",
            t2,
            "三、收到和处理政府信息公开申请情况",
            t3,
            "四、政府信息公开行政复议、行政诉讼情况",
            t4,
            "五、存在的主要问题及改进情况",
            problems,
            "六、其他需要报告的事项",
            other,
        )
    )
