"""Values of the configuration that are more than their type: places, zones, addresses, URLs."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ValidationInfo

from calendars.settings import COLOURS
from rules.text import Text
from rules.validation_texts import did_you_mean

from .mail.transport import TransportUrlError, parse_transport

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_SQLITE, _POSTGRESQL = "sqlite:///", "postgresql+psycopg://"


class BadValueError(ValueError):
    """A value that cannot be used: what is wrong and what would be right, in both languages."""

    def __init__(self, what: Text, hint: Text) -> None:
        super().__init__(what.en)
        self.what, self.hint = what, hint


def _folder(info: ValidationInfo) -> Path:
    """The folder of the configuration file: relative places start there."""
    return Path(info.context["folder"]) if info.context else Path()


def _located(path: Path, info: ValidationInfo) -> Path:
    return _folder(info) / path


def _transport(url: str, info: ValidationInfo) -> str:
    try:
        parsed = parse_transport(url)
    except TransportUrlError as error:
        raise BadValueError(error.what, error.hint) from error
    return f"maildir:{_folder(info) / parsed.path}" if parsed.scheme == "maildir" else url


def _database(url: str, info: ValidationInfo) -> str:
    if url.startswith(_SQLITE) and url != _SQLITE:
        return f"{_SQLITE}{_folder(info) / url.removeprefix(_SQLITE)}"
    if url.startswith(_POSTGRESQL):
        if find_spec("psycopg") is None:
            raise BadValueError(
                Text("thiếu trình điều khiển PostgreSQL", "needs the driver of PostgreSQL"),
                Text(*("pip install 'psycopg[binary]'",) * 2),
            )
        return url
    raise BadValueError(
        Text("cơ sở dữ liệu không được hỗ trợ", "is not a supported database"),
        Text(
            "sqlite:///var/kyhan.sqlite3 hoặc postgresql+psycopg://máy/tên",
            "sqlite:///var/kyhan.sqlite3 or postgresql+psycopg://host/name",
        ),
    )


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        what = Text("không có múi giờ này", "is not a known time zone")
        hint = did_you_mean(name, ["Asia/Ho_Chi_Minh", "Asia/Bangkok", "UTC"])
        raise BadValueError(what, hint) from error
    return name


def _address(address: str) -> str:
    if address and not _ADDRESS.fullmatch(address):
        raise BadValueError(
            Text("không phải địa chỉ thư", "is not an e-mail address"),
            Text("viết dạng kyhan@example.vn", "write kyhan@example.vn"),
        )
    return address


def _site_url(url: str) -> str:
    if url and (not url.startswith(("https://", "http://")) or url.endswith("/")):
        raise BadValueError(
            Text("không phải địa chỉ trang", "is not the address of a site"),
            Text(
                "viết https://kyhan.example.vn, không có / ở cuối, hoặc để trống",
                "write https://kyhan.example.vn, without / at its end, or leave it empty",
            ),
        )
    return url


def _colour(name: str) -> str:
    if name not in COLOURS:
        raise BadValueError(
            Text("màu không được hỗ trợ", "is not a known colour"),
            did_you_mean(name, list(COLOURS)),
        )
    return name


def _account(user: str, info: ValidationInfo) -> str:
    """No password goes over an unencrypted connection, not even to this machine."""
    transport = info.data.get("transport", "")
    if user and transport and parse_transport(transport).scheme == "smtp":
        raise BadValueError(
            Text(
                "mật khẩu sẽ đi qua kết nối không mã hóa",
                "would send its password over an unencrypted connection",
            ),
            Text(
                "dùng transport smtp+starttls:// hoặc smtps://, hoặc bỏ user",
                "use a transport of smtp+starttls:// or smtps://, or leave user empty",
            ),
        )
    return user


def _end_hour(until: int, info: ValidationInfo) -> int:
    hour = info.data.get("hour", 0)
    if until <= hour:
        raise BadValueError(
            Text("không sau giờ bắt đầu gửi", "is not after the hour at which mails begin to go"),
            Text(f"lớn hơn hour = {hour}", f"more than hour = {hour}"),
        )
    return until


Located = Annotated[Path, AfterValidator(_located)]
"""A path; a relative one starts at the folder of the configuration file."""
TransportSetting = Annotated[str, AfterValidator(_transport)]
Database = Annotated[str, AfterValidator(_database)]
Zone = Annotated[str, AfterValidator(_zone)]
SiteUrl = Annotated[str, AfterValidator(_site_url)]
Colour = Annotated[str, AfterValidator(_colour)]
Address = Annotated[str, AfterValidator(_address)]
Account = Annotated[str, AfterValidator(_account)]
EndHour = Annotated[int, AfterValidator(_end_hour)]
