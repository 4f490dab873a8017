"""Settings, from the environment or a .env file, each also an option of the command line."""

import os
import sys
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.catalog.load import load_catalog
from data.workdays import NO_DAYS, CalendarProblem, Days, load_days


class SettingsProblem(Exception):
    """A setting that cannot be used: the sentence says which and what works."""


class Settings(BaseSettings):
    """The settings of the contract, all named MUBIAO_…"""

    model_config = SettingsConfigDict(env_prefix="MUBIAO_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_directory() / 'mubiao.db'}")
    telegram_token: str = ""
    telegram_api: str = ""
    telegram_proxy: str = ""
    home_city: str = "绍兴市"
    timezone: str = "Asia/Shanghai"
    holidays: str = ""

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


def load_settings(**given: str | None) -> Settings:
    """The settings, with what the command line gives first. Raises SettingsProblem."""
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "MUBIAO_" + str(first["loc"][0]).upper() if first["loc"] else "设置"
        raise SettingsProblem(f"{name}：{str(first['msg']).removeprefix('Value error, ')}。") from None


def data_directory() -> Path:
    """Where this user's data lives: XDG on Linux, Library on macOS, AppData on Windows."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "mubiao"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mubiao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mubiao"
