"""Print the page of commands from the commands: ``python -m docs.commands_page > docs/commands.md``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import typer

from govnlp.cli.app import app

# The number of processors is the machine's, no property of the command.
_OF_THE_MACHINE = {"jobs"}
_KINDS = {str: "text", Path: "path", int: "int", float: "number"}


def page() -> str:
    """Give the page as Markdown."""
    parts = [
        "# 命令 · Commands",
        "",
        "由 `python -m docs.commands_page > docs/commands.md` 从命令本身生成；"
        "`govnlp 命令 --help` 给出同样的说明。",
        "Generated from the commands; `--help` says the same.",
        "",
        "结果写到标准输出或 `--out`，进度和提示写到标准错误。格式终端默认 `table`，管道默认 `jsonl`。"
        "退出状态：0 完成；1 完成，但有文件未能读取；2 用法错误。",
        "Results go to standard output or `--out`, messages to standard error. "
        "Exit status: 0 done; 1 done, but some inputs failed; 2 wrong use.",
        "",
    ]
    for path, command in sorted(_commands(typer.main.get_command(app), ())):
        parts += _section(path, command)
    return "\n".join(parts)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, each in inner.items():
        yield from _commands(each, (*path, name))


def _section(path: tuple[str, ...], command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    names = "".join(
        f" {(p.metavar or p.name.upper()).rstrip('.')}{'...' if p.nargs == -1 else ''}" for p in arguments
    )
    parts = [f"## `govnlp {' '.join(path)}`", "", f"`govnlp {' '.join(path)} [OPTIONS]{names}`", ""]
    parts += [*_paragraphs(command.help), *_paragraphs(command.epilog)]
    if not command.params:
        return parts
    parts += ["| 选项 option | 取值 value | 默认 default | 说明 description |", "|---|---|---|---|"]
    parts += [_row(each) for each in command.params if not each.hidden]
    return [*parts, ""]


def _paragraphs(text: str | None) -> list[str]:
    return [line for part in (text or "").strip().split("\n\n") for line in (" ".join(part.split()), "")]


def _row(option: Any) -> str:
    is_option = option.param_type_name == "option"
    names = (
        [*option.opts, *option.secondary_opts]
        if is_option
        else [(option.metavar or option.name.upper()).rstrip(".")]
    )
    cells = [", ".join(f"`{name}`" for name in names), _kind(option), _default(option), option.help or ""]
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _kind(option: Any) -> str:
    kind = option.type_descriptor.annotation
    inner = (*get_args(kind), kind)[0]
    if isinstance(inner, type) and issubclass(inner, Enum):
        return " ".join(f"`{one.value}`" for one in inner)
    if getattr(option, "is_flag", False):
        return ""
    return _KINDS.get(inner, inner.__name__)


def _default(option: Any) -> str:
    value = option.default
    if option.required:
        return "必填 required"
    if option.name in _OF_THE_MACHINE or callable(value):
        return ""
    if getattr(option, "is_flag", False):
        return f"`{option.opts[0]}`" if value is True and option.secondary_opts else ""
    plain = getattr(value, "value", value)
    return f"`{plain}`" if isinstance(plain, str | int | float) and plain != "" else ""


if __name__ == "__main__":
    print(page(), end="")
