"""Print the data dictionary page from the schemas: ``python -m docs.tables_page > docs/tables.md``."""

from __future__ import annotations

from govnlp.frames import TABLES, table_info


def page() -> str:
    """Give the page as Markdown."""
    parts = [
        "# 数据字典 · Data dictionary",
        "",
        "由 `python -m docs.tables_page > docs/tables.md` 从表结构生成。",
        "",
    ]
    for name in TABLES:
        info = table_info(name)
        parts += [f"## `{name}` {info.title_zh} · {info.title_en}", ""]
        parts += [f"主键 primary key: {', '.join(f'`{key}`' for key in info.primary_key)}", ""]
        parts += ["| 列 column | 类型 type | 单位 unit | 说明 | description |", "|---|---|---|---|---|"]
        parts += [f"| `{c.name}` | {c.type} | {c.unit} | {c.zh} | {c.en} |" for c in info.columns]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
