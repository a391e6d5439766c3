"""Threats without a route of their own; docs/security.md says which test holds which."""

from __future__ import annotations

import ast
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from calendars.web import links
from ledger.store import Ledger
from scheduler.config import load_config
from tests.calendars.web.hostile import ATTACK, crawl, looked_at, make_hostile
from tests.calendars.web.route_table import dump
from tests.calendars.web.server import COORDINATOR, KEY, OFFICER, WebSite, open_site
from tests.scheduler.small_city import ROOT, write_city
from tests.scheduler.stage import at


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    with open_site(tmp_path_factory.mktemp("site")) as site:
        make_hostile(site)
        yield site


@pytest.mark.parametrize(
    ("who", "starts", "kinds"),
    [
        (OFFICER, ("/",), ("/agencies/", "/o/", "/s/", "/submit/")),
        (
            COORDINATOR,
            (
                links.item(KEY),
                links.item(KEY.replace("2019-Q1", "2019")),
                "/letters/hanoi/so-tu-phap?plan=hanoi-2019",
                "/",
            ),
            (
                "/plans/",
                "/agencies/",
                "/o/",
                "/accept/",
                "/return/",
                "/extend/",
                "/letters/",
                "/drafts/",
            ),
        ),
        ("", ("/",), ("/sign-in",)),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_takes_a_text_for_anything_but_text(
    hostile_site: WebSite, who: str, starts: tuple[str, ...], kinds: tuple[str, ...], lang: str
) -> None:
    """Every page that links lead to (T5, T6), and no link that leads nowhere."""
    visitor = hostile_site.visitor(who)
    visitor.get(f"/?lang={lang}", follow_redirects=True)
    seen = crawl(visitor, *starts)
    assert not [kind for kind in kinds if not any(path.startswith(kind) for path in seen)]


@pytest.mark.parametrize("act", ["accept", "return", "extend", "urge"])
def test_no_act_does_either(hostile_site: WebSite, act: str) -> None:
    visitor = hostile_site.visitor(COORDINATOR)
    keys = [KEY, KEY.replace("Q1", "9M"), KEY.replace("2019-Q1", "2019")]
    wrong = {"number": ATTACK, "reason": ATTACK, "until": ATTACK, "note": ATTACK, "letters": ATTACK}
    assert hostile_site.ledger.secret()  # made when first asked for
    before = dump(hostile_site)
    for fields in ({}, {**wrong, "step": "look"}):
        path = f"/plans/hanoi-2019/{act}" if fields else "/plans/hanoi-2019/act"
        answer = visitor.send_form(path, act=act, keys=keys, back=ATTACK, **fields)
        assert answer.status_code in (200, 303, 422)
        if answer.status_code != 303:
            looked_at(answer)
            assert ATTACK not in answer.text
    if act != "return":  # its reason is one, whatever it says
        assert dump(hostile_site) == before


def test_what_was_typed_wrongly_is_only_text(hostile_site: WebSite) -> None:
    fields = dict.fromkeys(("number", "document_date", "link", "note", "on", "seen"), ATTACK)
    for who, path in (
        (OFFICER, f"/submit/{KEY}"),
        (COORDINATOR, f"/submit/{KEY}"),
        (OFFICER, "/agencies/hanoi/so-tu-phap/subscribe"),
        ("", "/sign-in"),
    ):
        file = {"file": (f"{ATTACK}.pdf", b"none")}
        answer = hostile_site.visitor(who).send_form(
            path, files=file, **fields, name=ATTACK * 3, address=ATTACK, next=ATTACK,
            calendar="agency:hanoi:so-tu-phap",
        )  # fmt: skip
        assert answer.status_code in (409, 422), answer.text
        looked_at(answer)
        assert ATTACK not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/?said={}", "/sign-in?next={}", "/sign-in?lang={}", "/sign-in/{}", "/o/{}", "/s/{}",
        "/plans/hanoi-2019?group={}&by={}&sort={}", "/plans/hanoi-2019?said={}&lang={}",
        "/plans/hanoi-2019/items?state={}&agency={}&period={}&page={}&tick={}",
        "/agencies/hanoi/so-tu-phap?state={}&plan={}&page={}&view={}",
        "/agencies/hanoi/so-tu-phap/month?month={}", "/letters/hanoi/so-tu-phap?plan={}",
        "/snapshots/{}", "/file/{}?version={}", "/{}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "attack", [ATTACK, "javascript:alert(1)", "//evil.example.org", "\x00\ud800"]
)
def test_no_address_is_taken_for_anything_but_an_address(
    hostile_site: WebSite, path: str, attack: str
) -> None:
    told = quote(attack.encode("utf-8", "surrogatepass"), safe="")
    answer = hostile_site.visitor(COORDINATOR).get(path.replace("{}", told))
    assert answer.status_code in (200, 303, 404), answer.status_code
    looked_at(answer)
    assert ATTACK not in answer.text
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


TRAVERSALS = [
    "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5cwindows%5cwin.ini", "/etc/passwd", "%2fetc%2fpasswd", "....//....//etc/passwd",
    "%00", "x%00.ics", ".", "..", "%2e", "~root", "kyhan.sqlite3", "config.toml",
    "..%c0%af..%c0%afetc/passwd", "index.json", "%252e%252e%252fetc%252fpasswd",
]  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    with open_site(tmp_path_factory.mktemp("site")) as site:
        site.publish()
        yield site


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out(published: WebSite, path: str) -> None:
    """T9: feeds, documents, snapshots and style sheets."""
    now = published.clock.now()
    _, token = published.ledger.create_token("feed", "plan:hanoi-2019", "", "test", now)
    where = urlsplit(published.url)
    cookie = {"Cookie": f"kyhan={published.visitor(COORDINATOR).cookies['kyhan']}"}
    for before in (
        f"/feeds/{token}/", f"/feeds/{token}/../", "/feeds/", "/snapshots/", "/snapshots/style/",
        "/style.css/", "/o/", "/file/", f"/file/{KEY}?version=", "/",
    ):  # fmt: skip
        connection = HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:  # which sends it as it stands: a better client would tidy the path up
            connection.request("GET", f"{before}{path}", headers=cookie)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status in (303, 404), f"{before}{path}"
        assert "root:" not in text
        assert "[plans]" not in text


def test_what_is_secret_is_compared_in_constant_time() -> None:
    """T11: wherever a secret's name stands in a comparison, it is not compared with ==."""
    secret = re.compile(r"(token|csrf|secret|hash|digest|expected|password)$", re.IGNORECASE)
    files = [ROOT / "ledger" / "tokens.py", ROOT / "ledger" / "access.py"]
    files += (ROOT / "calendars" / "web").rglob("*.py")
    found = []
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
                if any(secret.search(side) for side in sides):
                    found.append(f"{path.relative_to(ROOT)}: {ast.unparse(node)}")
    assert found == [], "use hmac.compare_digest, or say here why this is no secret"
    for file in ("calendars/web/forms.py", "ledger/tokens.py"):
        assert "compare_digest(" in (ROOT / file).read_text("utf-8")


def test_the_server_prints_no_secret(tmp_path: Path) -> None:
    """T1, T12: `kyhan serve` at its most talkative, asked well and badly."""
    file = write_city(tmp_path)
    text = file.read_text("utf-8").replace('[web]\nlisten = ""', '[web]\nlisten = "127.0.0.1:0"')
    file.write_text(text + '[log]\nlevel = "debug"\n', "utf-8")
    config, problems = load_config(file)
    assert config is not None, problems
    now = at("2019-02-25")
    with Ledger.open(config.ledger.url) as ledger:
        _, feed = ledger.create_token("feed", "plan:p", "", "test", now)
        _, program = ledger.create_token("api", "plan:p", "", "test", now)
        session = ledger.open_session("officer@tu-phap.example.org", now)
        link = ledger.request_sign_in("officer@tu-phap.example.org", "x", now)
        secret = ledger.secret()
    words = ("serve", "--config", str(file), "--today", "2019-02-25")
    server = subprocess.Popen(
        [sys.executable, "-m", "scheduler", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        first = ""
        while "http://" not in first:
            first += server.stdout.readline()
            assert server.poll() is None, first
        url = first.split()[-1]
        headers = {"Authorization": f"Bearer {program}", "Cookie": f"kyhan={session}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
            assert client.get("/api/v1/status").status_code == 200
            for path in ("/", f"/feeds/{feed}/p.ics", f"/sign-in/{link}", f"/{program}", "/o/x"):
                client.get(path)
                client.post(path, content=b"\xff" * 1000, headers={"Origin": "http://["})
            client.get(f"/api/v1/occurrences/{program}")
            (tmp_path / "kyhan.sqlite3").unlink(missing_ok=True)
            (tmp_path / "var" / "kyhan.sqlite3").unlink(missing_ok=True)
            client.get("/api/v1/status")
    finally:
        server.send_signal(signal.SIGTERM)
        told = first + server.communicate(timeout=60)[0]
    assert server.returncode == 0, told
    for each in (feed, program, session, link, secret):
        assert each not in told


def test_the_table_of_threats_names_tests_that_are_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 30
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert f"def {test}" in (ROOT / file).read_text("utf-8"), f"{file}::{test}"
    threats = re.findall(r"^\| T(\d+) \|", text, re.MULTILINE)
    assert [int(each) for each in threats] == list(range(1, 20))
