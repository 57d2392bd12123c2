"""Two small manuscripts that use every feature of the format."""

from __future__ import annotations

from typing import Any

LONG = (
    "2021年，东川镇主动公开政府信息126条，其中通过县政府网站公开81条、通过微信公众号公开45条，"
    "比上年增加12条，增长10.5%；全年召开院坝会7场，参会群众300余人次，网址为http://www.example.cn/dc，"
    "办理12345热线转办件28件，按期办结率100%。"
)


def new_form() -> dict[str, Any]:
    """2021 form: group rows, decimals, dashes, a row that is not printed, half-width punctuation."""
    return {
        "id": "dongchuan-2021",
        "file": "dongchuan/2021.txt",
        "layout": "txt_cells",
        "encoding": "gb18030",
        "halfwidth": True,
        "metadata": {
            "title": "西河县东川镇人民政府2021年政府信息公开工作年度报告",
            "issuer": "西河县东川镇人民政府",
            "report_year": 2021,
            "publish_date": "2022-01-20",
            "format": "2021",
            "inferred": [],
        },
        "corpus": {
            "issuer_id": "990601-东川镇人民政府",
            "admin_code": "990601",
            "level": "town",
            "agency_type": "town_government",
            "region": "南江市西河县",
            "superior_id": "990601-西河县人民政府",
        },
        "head": [
            {"furniture": "breadcrumb", "text": "首页 > 政务公开 > 东川镇"},
            {"title": "西河县东川镇人民政府"},
            {"title": "2021年政府信息公开工作年度报告"},
            {"furniture": "metadata", "text": "发布时间：2022-01-20 来源：东川镇"},
        ],
        "opening": ["根据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制本报告。"],
        "sections": [
            {
                "key": "overview",
                "heading": "一、总体情况",
                "body": [
                    {"heading": "（一）主动公开"},
                    {"p": LONG},
                    {"p": "（二）依申请公开。全年收到申请3件。", "lead": "（二）依申请公开。"},
                    {"grid": [["类别", "数量"], ["财政", "12"], ["救助", "31"]]},
                ],
            },
            {"key": "proactive_tables", "heading": "二、主动公开政府信息情况", "body": [{"table": "t2"}]},
            {
                "key": "request_tables",
                "heading": "三、收到和处理政府信息公开申请情况",
                "body": [{"table": "t3"}],
            },
            {"key": "review_litigation", "heading": "四、行政复议、行政诉讼情况", "body": [{"table": "t4"}]},
            {"key": "other", "heading": "六、其他需要报告的事项", "body": [{"p": "无。"}]},
        ],
        "tail": [
            {"furniture": "signature", "text": "东川镇人民政府"},
            {"furniture": "date_line", "text": "2022年1月20日"},
            {"furniture": "share", "text": "扫一扫在手机打开当前页"},
        ],
        "tables": {
            "t2": {
                "format": "2021",
                "cells": {
                    "t2_rules": {"regulations": ["0", "0", "0"], "normative_documents": ["3", "1", "12"]},
                    "t2_permits": {"licensing": ["128"]},
                    "t2_penalties": {"penalty": ["-"], "coercion": None},
                    "t2_fees": {"admin_fees": ["7.25"]},
                },
            },
            "t3": {
                "format": "2021",
                "default": "0",
                "cells": {
                    "new_received": ["2", "1", "0", "0", "0", "0", "3"],
                    "denied_third_party": ["1", "0", "0", "0", "0", "0", "1"],
                    "other_unpaid_fee": ["1", "1", "0", "0", "0", "0", "2"],
                    "total_processed": ["2", "1", "0", "0", "0", "0", "3"],
                },
            },
            "t4": {
                "cells": {
                    "review": ["1", "0", "0", "0", "1"],
                    "litigation_direct": ["0", "2", "0", "0", "2"],
                    "litigation_after_review": ["", "", "", "", ""],
                }
            },
        },
        "planted": [],
        "reuse": [{"text": "全年收到申请3件。", "origin": "novel"}],
    }


def old_form() -> dict[str, Any]:
    """2019 form: blanks by default, signed changes, amounts, an instruction left in a cell."""
    change = {"raw": "--253", "value": -253, "state": "value"}
    left = {"raw": "如-8", "value": None, "state": "text"}
    amount = {"raw": "160.5964万元", "value": 1605964, "state": "value"}
    blank = ["", "", ""]
    found = new_form()
    found |= {"id": "dongchuan-2020", "file": "dongchuan/2020.html", "layout": "html_spans"}
    del found["encoding"], found["halfwidth"]
    found["metadata"] = found["metadata"] | {"format": "2019", "report_year": 2020}
    found["chrome"] = {"navigation": ["首页", "要闻"], "footer": []}
    found["tables"] = {
        "t2": {
            "format": "2019",
            "cells": {
                "t2_rules": {"regulations": blank, "normative_documents": ["3", "1", "12"]},
                "t2_permits": {"licensing": ["29", change, "29"], "other_services": ["1", left, "/"]},
                "t2_penalties": {"penalty": blank, "coercion": blank},
                "t2_fees": {"admin_fees": ["4", {"raw": "+3", "value": 3, "state": "value"}]},
                "t2_procurement": {"central_procurement": ["5", amount]},
            },
        },
        "t3": {"format": "2019", "default": "", "cells": {"granted": ["1", "", "", "", "", "", "1"]}},
        "t4": {"default": "", "cells": {}},
    }
    return found
