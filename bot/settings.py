"""Settings, from the environment or a .env file, each also an option of the command line."""

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.address import data_directory
from data.catalog.load import load_catalog
from data.settings_kept import USUAL, Kept
from data.workdays import NO_DAYS, CalendarProblem, Days, load_days

ENV_FILE = ".env"
LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsProblem(Exception):
    """A setting that cannot be used: the sentence says which and what works."""


class Settings(BaseSettings):
    """The settings of the contract, all named MUBIAO_…"""

    model_config = SettingsConfigDict(env_prefix="MUBIAO_", env_file=ENV_FILE, extra="ignore", frozen=True)

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_directory() / 'mubiao.db'}")
    telegram_token: str = ""
    telegram_api: str = ""
    telegram_proxy: str = ""
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: str = Field(default="", repr=False)
    home_city: str = "绍兴市"
    timezone: str = "Asia/Shanghai"
    holidays: str = ""
    light_green: Decimal = USUAL.light_green
    light_red: Decimal = USUAL.light_red
    due_day: int = USUAL.due_day
    log_format: str = "text"
    log_level: str = "WARNING"
    health_port: int = 0

    @field_validator("webhook_url")
    @classmethod
    def _https(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/@]+(/[^\s?#]*)?", value):  # https://bot.example.cn/telegram
            raise ValueError("要写成 https://域名/路径")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        found = re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:]+):([0-9]{1,5})", value)  # 127.0.0.1:8443
        if found is None or not 0 < int(found[2]) < 65536:
            raise ValueError("要写成 主机:端口，例如 127.0.0.1:8443")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _sendable(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
            raise ValueError("用16到256个字母、数字、“_”或“-”")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"不认识的时区“{value}”，请用 Asia/Shanghai 这样的名字") from None
        return value

    @field_validator("home_city")
    @classmethod
    def _known_city(cls, value: str) -> str:
        names = [city.name for city in load_catalog().cities]
        if value not in names:
            raise ValueError(f"没有“{value}”的文件，可用：{'、'.join(names)}")
        return value

    @field_validator("light_green", "light_red", mode="before")
    @classmethod
    def _points(cls, value: Any, info: ValidationInfo) -> Decimal:
        try:
            points = Decimal(str(value))
        except InvalidOperation:
            points = Decimal("NaN")
        if not points.is_finite() or abs(points) > 1000:
            raise ValueError(f"“{value}”不是百分点数，请写 -10 或 2.5 这样的数")
        if info.field_name == "light_red" and points > info.data.get("light_green", points):
            raise ValueError(f"{points}高于绿灯的{info.data['light_green']}，红灯线不能高于绿灯线")
        return points

    @field_validator("due_day", mode="before")
    @classmethod
    def _day(cls, value: Any) -> int:
        if not (str(value).isascii() and str(value).isdigit() and 1 <= int(value) <= 28):
            raise ValueError(f"“{value}”不是每个月都有的日子，请写1到28的数")
        return int(value)

    @property
    def kept(self) -> Kept:
        """Those that figures depend on."""
        return Kept(self.light_green, self.light_red, self.due_day)

    @field_validator("log_format")
    @classmethod
    def _known_format(cls, value: str) -> str:
        if value.lower() not in LOG_FORMATS:
            raise ValueError(f"没有“{value}”这种日志格式，可用：{'、'.join(LOG_FORMATS)}")
        return value.lower()

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in LOG_LEVELS:
            raise ValueError(f"没有“{value}”这个日志级别，可用：{'、'.join(LOG_LEVELS)}")
        return value.upper()

    @field_validator("health_port", mode="before")
    @classmethod
    def _possible_port(cls, value: object) -> int:
        said = str(value).strip() or "0"
        if not (said.isascii() and said.isdecimal() and int(said) < 65536):
            raise ValueError(f"“{value}”不是端口，请写1到65535之间的数；0或不写就不开")
        return int(said)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone into which every moment is turned."""
        return ZoneInfo(self.timezone)

    @cached_property
    def days(self) -> Days:
        """The office's own days off and worked. Raises SettingsProblem."""
        try:
            return load_days(Path(self.holidays)) if self.holidays else NO_DAYS
        except CalendarProblem as error:
            raise SettingsProblem(f"MUBIAO_HOLIDAYS：{error}") from error


def load_settings(**given: Any) -> Settings:
    """The settings, with what the command line gives first (a command's `locals()`: what is no setting is left aside).
    Raises SettingsProblem."""
    try:
        values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
        return Settings(**values | {"_env_file": ENV_FILE if _there(ENV_FILE) else None})
    except OSError as error:
        raise SettingsProblem(f"设置文件 {ENV_FILE} 读不出来（{error.strerror}）：请检查它的权限。") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = "MUBIAO_" + str(first["loc"][0]).upper() if first["loc"] else "设置"
        raise SettingsProblem(f"{name}：{str(first['msg']).removeprefix('Value error, ')}。") from None


def _there(file: str) -> bool:
    """Whether there is a settings file; not where the folder may not even be entered (another user's)."""
    try:
        return Path(file).is_file()
    except PermissionError:
        return False
