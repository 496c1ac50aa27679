"""What whoever runs a server needs: ids, lines in a log, health, metrics, settings."""

import json
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from oncotrace.kg.errors import OncotraceError
from oncotrace.kg.release import current
from oncotrace.server.settings import Settings, load

SECRET = "ROS1 fusion in pancreatic cancer"


def test_every_reply_has_an_id_that_its_log_line_has_too(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "oncotrace.requests"):
        given = client.get("/ask", params={"q": SECRET}, headers={"X-Request-Id": "mine-1"})
        made = client.get("/healthz", headers={"X-Request-Id": "not an id\t"})
        client.get("/b/ros1-fusion/c/pancreatic-cancer")
        client.post("/graphql", json={"query": f'{{ answer(question: "{SECRET}") {{ understood }} }}'})
    assert given.headers["x-request-id"] == "mine-1"
    assert len(made.headers["x-request-id"]) == 32
    lines = [json.loads(r.getMessage()) for r in caplog.records if r.name == "oncotrace.requests"]
    assert [(line["door"], line["status"]) for line in lines] == [
        ("ask", 200),
        ("healthz", 200),
        ("b", 200),
        ("graphql", 200),
    ]
    assert lines[0]["request"] == "mine-1"
    # What somebody asked, in words or by an address, says what somebody has.
    assert "ros1" not in caplog.text.lower()
    assert "pancrea" not in caplog.text.lower()


def test_ready_names_the_release_and_what_it_holds(client: TestClient, core_home: Path) -> None:
    told = client.get("/readyz").json()
    assert (told["status"], told["release"]) == ("ready", current(core_home))
    assert told["records"]["Indication"] > 200


def test_metrics_count_by_door_and_status(client: TestClient, core_home: Path) -> None:
    client.get("/graphql", params={"query": "{ release { name } }"})
    client.get("/c/no-such-cancer")
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    assert 'oncotrace_requests_total{door="graphql",status="200"}' in reply.text
    assert 'oncotrace_requests_total{door="c",status="404"}' in reply.text
    assert f'oncotrace_release{{name="{current(core_home)}"}} 1.0' in reply.text
    assert "no-such-cancer" not in reply.text


def test_our_own_faults_are_counted(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("oncotrace.server.served.Served.shelf", broken)
    with caplog.at_level(logging.INFO, "oncotrace.requests"):
        assert client.get("/browse").status_code == 500
    assert [
        json.loads(r.getMessage())["status"] for r in caplog.records if r.name == "oncotrace.requests"
    ] == [500]


# --- settings ---------------------------------------------------------------------------------


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("graphql_seconds = 3\ngraphql_per_minute = 60\ngraphql_console = false\n", "utf-8")
    given = {"ONCOTRACE_SETTINGS": str(file), "ONCOTRACE_GRAPHQL_PER_MINUTE": "90"}
    assert load(given) == Settings(graphql_seconds=3.0, graphql_per_minute=90, graphql_console=False)
    assert load({}) == Settings()


@pytest.mark.parametrize(
    ("content", "variables", "says"),
    [
        ("", {"ONCOTRACE_GRAPHQL_SECONDS": "soon"}, "ONCOTRACE_GRAPHQL_SECONDS is 'soon'"),
        ("", {"ONCOTRACE_GRAPHQL_CONSOLE": "maybe"}, "truth value"),
        ("graphql_second = 3", {}, "sets graphql_second, which is no setting"),
        ("graphql_seconds = ", {}, "cannot be read"),
        ('graphql_per_minute = "many"', {}, "graphql_per_minute in"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, content: str, variables: dict[str, str], says: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(OncotraceError, match=says):
        load({"ONCOTRACE_SETTINGS": str(file), **variables})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OncotraceError, match=r"absent\.toml"):
        load({"ONCOTRACE_SETTINGS": str(tmp_path / "absent.toml")})
