"""A city in a folder: a plan with one duty due before 5 March 2019, two departments that owe it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAN = """id = "p"
title = "Kế hoạch cải cách hành chính năm 2019"
number = "1/KH-UBND"
issued = 2018-12-28
issuer = "so-noi-vu"
coordinator = "so-noi-vu"
directory = "city"
period = [2019, 2019]
[[duty]]
ref = "III.1"
kind = "task"
title = "Rà soát thủ tục hành chính"
lead = ["tu-phap", "noi-vu"]
when = "trước ngày 05/3/2019"
"""
CONFIG = """[plans]
working_days = "{root}/plans/working-days.toml"
[ladder]
summary_weekday = "sunday"
[mail]
transport = "maildir:mail"
from = "kyhan@example.org"
[watch]
listen = ""
[web]
listen = ""
"""


def directory(names: Iterable[str], *roles: str) -> str:
    """The city's file: these departments, each with an address for each of the roles."""
    text = 'id = "city"\nvi = "Thành phố"\nen = "City"\n'
    for name in names:
        contacts = ", ".join(f'{role} = "{role}@{name}.example.org"' for role in roles)
        text += f'[[agency]]\nid = "{name}"\nvi = "Sở {name}"\nen = "Department {name}"\n'
        text += f'kind = "department"\ncontacts = {{ {contacts} }}\n'
    return text


def write_city(folder: Path) -> Path:
    """The configuration's path. The coordinator has no address: it gets no weekly summary."""
    (folder / "plans" / "directories").mkdir(parents=True)
    (folder / "plans" / "p.toml").write_text(PLAN, encoding="utf-8")
    city = directory(("tu-phap", "noi-vu"), "officer", "head")
    city += '[[agency]]\nid = "so-noi-vu"\nvi = "Sở Nội vụ"\nen = "Home Affairs"\nkind = "so"\n'
    (folder / "plans" / "directories" / "city.toml").write_text(city, encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(CONFIG.format(root=ROOT), encoding="utf-8")
    return config
