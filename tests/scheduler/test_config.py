"""config.toml: shipped at its defaults, every fault named at once, the environment on top."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rules.ladder import Ladder
from rules.notices import NoticeRules
from scheduler.config import Config, load_config

SHIPPED = Path(__file__).resolve().parents[2] / "config.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def shown(path: Path, environ: dict[str, str] | None = None) -> list[str]:
    config, problems = load_config(path, environ or {})
    assert config is None
    return sorted(problem.show("en").removeprefix(f"{path}:") for problem in problems)


def loaded(path: Path, environ: dict[str, str] | None = None) -> Config:
    config, problems = load_config(path, environ or {})
    assert config is not None, problems
    return config


def test_the_shipped_file_is_all_defaults(tmp_path: Path) -> None:
    empty = loaded(write(tmp_path, ""))
    shipped = write(tmp_path, SHIPPED.read_text("utf-8"))
    assert loaded(shipped) == empty


def test_the_shipped_file_shows_every_key_and_explains_it() -> None:
    text = SHIPPED.read_text("utf-8")
    expected = {
        (section, info.alias or key)
        for section, outer in Config.model_fields.items()
        for key, info in outer.annotation.model_fields.items()  # type: ignore[union-attr]
    }
    data = tomllib.loads(text)
    assert {(section, key) for section, keys in data.items() for key in keys} == expected
    assigned = [line for line in text.splitlines() if " = " in line and line[0].isalpha()]
    assert len(assigned) == len(expected)
    assert [line for line in assigned if "#" not in line] == []


def test_the_ladder_in_the_file_is_the_ladder_of_the_rules(tmp_path: Path) -> None:
    assert loaded(write(tmp_path, "")).ladder.rules() == NoticeRules(Ladder(), 30)
    changed = loaded(write(tmp_path, "[ladder]\nremind = [1, 7, 7]\nlate = [4, 0]\n"))
    assert changed.ladder.rules().ladder == Ladder((7, 1), (0, 4), 5, 2)


def test_relative_places_start_at_the_files_folder(tmp_path: Path) -> None:
    config = loaded(write(tmp_path, '[feeds]\nfolder = "/srv/feeds"\n'))
    assert config.plans.folder == tmp_path / "plans"
    assert config.mail.transport == f"maildir:{tmp_path}/var/mail"
    assert config.ledger.url == f"sqlite:///{tmp_path}/var/kyhan.sqlite3"
    assert config.feeds.folder == Path("/srv/feeds")


def test_every_fault_is_named_at_once_with_its_place_and_remedy(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """[site]
timezone = "Asia/Hanoi"
url = "kyhan.example.vn"
[mail]
transport = "smtp://mail.example.vn"
hour = 25
frm = "x"
from = "kyhan"
[lader]
remind = [1]
[ledger]
url = "mysql://x"
[feeds]
colour = "firebrik"
[log]
level = "loud"
""",
    )
    problems = shown(path)
    assert [problem.split(":")[0] for problem in problems] == [
        "12", "14", "16", "2", "3", "5", "6", "7", "8", "9",
    ]  # fmt: skip
    text = "\n".join(problems)
    for words in (
        "mail.frm = 'x': is not a known key → did you mean: from",
        "lader: is not a known key → did you mean: ladder",
        "mail.hour = '25': is out of bounds → at most 23",
        "smtp+starttls://mail.example.vn:587",
        "Asia/Ho_Chi_Minh",
        "did you mean: firebrick",
        "one of: 'debug', 'info', 'warning', 'error'",
    ):
        assert words in text


def test_a_file_that_is_missing_or_no_toml(tmp_path: Path) -> None:
    assert "cannot be read" in shown(tmp_path / "config.toml")[0]
    assert "not valid TOML" in shown(write(tmp_path, "[site\n"))[0]


def test_the_environment_lies_over_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("đường dài\n", encoding="utf-8")
    config = loaded(
        write(tmp_path, "[mail]\nhour = 9\n"),
        {
            "KYHAN_MAIL__HOUR": "7",
            "KYHAN_MAIL__FROM": "a@example.vn",
            "KYHAN_MAIL__USER": "0123",
            "KYHAN_MAIL__PASSWORD_FILE": str(secret),
            "KYHAN_LADDER__REMIND": "[7, 2]",
            "KYHAN_CONFIG": "none of the settings",
            "PATH": "/bin",
        },
    )
    assert (config.mail.hour, config.mail.from_, config.mail.user) == (7, "a@example.vn", "0123")
    assert config.mail.password.get_secret_value() == "đường dài"
    assert config.ladder.remind == (7, 2)


def test_faults_of_the_environment_name_the_variable(tmp_path: Path) -> None:
    problems = shown(
        write(tmp_path, ""),
        {
            "KYHAN_MAIL__HOUR": "eight",
            "KYHAN_MAIL__HUOR": "8",
            "KYHAN_MAIL__PASSWORD_FILE": str(tmp_path / "missing"),
        },
    )
    assert [problem.split(":")[0] for problem in problems] == [
        "KYHAN_MAIL__HOUR", "KYHAN_MAIL__HUOR", "KYHAN_MAIL__PASSWORD_FILE",
    ]  # fmt: skip
    assert "did you mean: KYHAN_MAIL__HOUR" in problems[1]


@pytest.mark.parametrize("key", ["password", "user"])
def test_secrets_are_shown_nowhere(tmp_path: Path, key: str) -> None:
    config = loaded(write(tmp_path, '[mail]\npassword = "hush"\n'))
    assert "hush" not in repr(config) + str(config.model_dump())
    assert "hush" not in "".join(shown(write(tmp_path, f'[mail]\n{key} = ["hush"]\n')))
