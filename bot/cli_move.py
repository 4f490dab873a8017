"""mubiao move: to another database."""

import sys
from typing import Annotated

import typer

from bot.cli_options import Database
from bot.settings import load_settings


def move(
    url: Annotated[
        str, typer.Argument(help="搬到哪里：postgresql://用户:密码@主机:端口/数据库，或 sqlite:///文件路径")
    ],
    database_url: Database = None,
) -> None:
    """把整个数据库连同台账密钥搬到另一个空的数据库，并核对。"""
    from data.move import move as moved
    from data.store import open_store

    source = open_store(load_settings(database_url=database_url).database_url)
    found = moved(source, url, lambda table, rows: print(f"{table}：{rows}行", file=sys.stderr))
    for finding in found:
        print(finding)
    if found:
        raise SystemExit(1)
    print(
        "已搬完，行数和台账核对无误。请把 MUBIAO_DATABASE_URL 设为新地址再启动；原来的数据库没有改动，确认无误后再删。"
    )
