"""mubiao members: add, list, remove, invite."""

from datetime import datetime
from typing import Annotated, Any

import typer

from bot.cli_options import Database, open_desk_of
from bot.settings import load_settings

members = typer.Typer(no_args_is_help=True, help="成员：添加、列出、移除、邀请。")
Role = Annotated[str, typer.Option("--role", help="official、staff、reviewer、leader、admin")]
Districts = Annotated[list[str] | None, typer.Option("--district", help="负责的地区，可重复")]
Departments = Annotated[list[str] | None, typer.Option("--department", help="所在部门，可重复")]


@members.command("add")
def add_member(
    id: Annotated[str, typer.Argument(help="编号，如 telegram:123456")],  # noqa: A002
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Role,
    district: Districts = None,
    department: Departments = None,
    database_url: Database = None,
) -> None:
    """添加或更改成员。"""
    from data.members import add
    from data.report import Member

    settings = load_settings(database_url=database_url)
    store = open_desk_of(settings).store
    member = Member(id, name, role, tuple(district or ()), tuple(department or ()))
    print(_member_line(add(store, member, datetime.now(settings.zone))))


@members.command("list")
def list_members(database_url: Database = None) -> None:
    """列出成员。"""
    from data.members import everyone

    for member in everyone(open_desk_of(load_settings(database_url=database_url)).store):
        print(_member_line(member))


@members.command("remove")
def remove_member(
    id: Annotated[str, typer.Argument(help="编号")],  # noqa: A002
    database_url: Database = None,
) -> None:
    """移除成员；台账里的记录保留。"""
    from data.members import remove

    settings = load_settings(database_url=database_url)
    print("已移除：" + _member_line(remove(open_desk_of(settings).store, id, datetime.now(settings.zone))))


@members.command("invite")
def invite_member(
    role: Role,
    name: Annotated[str, typer.Option("--name", help="姓名，可不填")] = "",
    district: Districts = None,
    department: Departments = None,
    database_url: Database = None,
) -> None:
    """生成一次性邀请码：对方发“加入 邀请码”。"""
    from data.invitations import invite

    settings = load_settings(database_url=database_url)
    store = open_desk_of(settings).store
    print(invite(store, role, tuple(district or ()), tuple(department or ()), name, datetime.now(settings.zone)))


def _member_line(member: Any) -> str:
    where = "、".join((*member.districts, *member.departments))
    return "\t".join(part for part in (member.id, member.name, member.role, where) if part)
