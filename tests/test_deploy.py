"""What docs/deploy says fits the program and itself: settings, roles, names, ports, files."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT

from index.config import load_index_settings, read_table
from index.pgvector_settings import ServerSettings
from qa import Chats
from qa.settings import AnswerSettings
from ui.settings import PageSettings

DEPLOY = ROOT / "docs" / "deploy"
PORT = 8501
HEALTH = "/_stcore/health"


def read(name: str) -> str:
    """Give the text of a file."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def user_of(dsn: str) -> str:
    """Give the role that a connection string names."""
    return dict(part.split("=", 1) for part in dsn.split())["user"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """Give the services of the compose file."""
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))["services"]
    return found


@pytest.fixture(scope="module")
def kinds() -> dict[str, Any]:
    """Give what the Kubernetes manifest makes, by kind."""
    return {one["kind"]: one for one in yaml.safe_load_all(read("kubernetes.yaml"))}


def container_of(workload: dict[str, Any]) -> dict[str, Any]:
    """Give the only container of a workload."""
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    return dict(container)


@pytest.mark.parametrize("name", ["page.toml", "rebuild.toml"])
def test_settings_are_obeyed(name: str) -> None:
    """The program's own reader takes every table of both."""
    path = DEPLOY / name

    assert load_index_settings(path).backend == "pgvector"
    assert read_table(path, "qa", AnswerSettings) == AnswerSettings(chats=DEPLOY / "var" / "chats")
    assert read_table(path, "ui", PageSettings).shared is (name == "page.toml")
    assert Chats.open(path).folder == (None if name == "page.toml" else DEPLOY / "var" / "chats")


def test_each_role_of_the_settings_is_made() -> None:
    """With what the settings say of it; its password comes from the environment."""
    page, rebuild = (load_index_settings(DEPLOY / f"{name}.toml") for name in ("page", "rebuild"))
    chats = read_table(DEPLOY / "page.toml", "qa.chat_server", ServerSettings)
    roles = read("roles.sql")

    assert user_of(page.pgvector.dsn) == rebuild.pgvector.readers
    for dsn in (page.pgvector.dsn, rebuild.pgvector.dsn, chats.dsn):
        assert f"CREATE ROLE {user_of(dsn)} LOGIN" in roles
        assert f"{user_of(dsn).upper()}_PASSWORD" in roles
    assert f"CREATE SCHEMA {chats.schema} AUTHORIZATION {user_of(chats.dsn)};" in roles
    assert f"CREATE DATABASE articles OWNER {user_of(rebuild.pgvector.dsn)};" in roles


def test_the_proxy_leads_to_every_page(services: dict[str, Any]) -> None:
    """On the port that a page has in its image; the file that is mounted is there."""
    pages = {name for name in services if name.startswith("page-")}
    upstream = re.findall(r"server (page-\d+):(\d+)", read("nginx.conf"))
    dockerfile = read("Dockerfile")

    assert len(pages) > 1
    assert {(name, str(PORT)) for name in pages} == set(upstream)
    assert f"EXPOSE {PORT}" in dockerfile
    assert f'"--server.port", "{PORT}"' in dockerfile
    for service in services.values():
        mounts = [mount.split(":") for mount in service.get("volumes", ())]
        for source in [mount[0] for mount in mounts if mount[0].startswith("./")]:
            assert (DEPLOY / source).is_file(), source
    for name in pages:
        assert f":{PORT}{HEALTH}'" in services[name]["healthcheck"]["test"][-1]
        assert services[name]["volumes"] == ["./page.toml:/etc/ask-articles/page.toml:ro"]


def test_the_image_has_what_it_copies() -> None:
    """Each file that the Dockerfile copies is there, and is among what the build is sent."""
    let_in = set(re.findall(r"^!(.+)$", read("Dockerfile.dockerignore"), re.MULTILINE))
    copied = [
        name
        for line in re.findall(r"^COPY (.+) \S+$", read("Dockerfile"), re.MULTILINE)
        for name in line.split()
    ]

    assert len(copied) > 8
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(copied) == let_in


def test_a_cluster_looks_after_its_pages(kinds: dict[str, Any]) -> None:
    """Names, ports and labels lead from the Ingress to a page, whose health is asked for."""
    page, service = kinds["Deployment"], kinds["Service"]
    container = container_of(page)
    (rule,) = kinds["Ingress"]["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]

    assert container["ports"] == [{"containerPort": PORT}]
    for probe in ("readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": HEALTH, "port": PORT}
    assert service["spec"]["selector"] == page["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"] == page["spec"]["selector"]["matchLabels"]
    (port,) = service["spec"]["ports"]
    assert port == {"port": backend["port"]["number"], "targetPort": PORT}
    assert backend["name"] == service["metadata"]["name"]
    assert page["spec"]["replicas"] > 1
    assert {"cpu", "memory"} == container["resources"]["requests"].keys()


def test_nobody_has_more_passwords_than_it_needs(
    services: dict[str, Any], kinds: dict[str, Any]
) -> None:
    """A page those of its two roles, the rebuild its own; all of them are asked for."""
    of_page = {"ASK_PAGE_PASSWORD", "ASK_CHATS_PASSWORD"}
    in_cluster = {
        kind: {
            variable["name"]
            for variable in container_of(kinds[kind])["env"]
            if "valueFrom" in variable
        }
        for kind in ("Deployment", "Job")
    }

    assert in_cluster == {"Deployment": of_page, "Job": {"ASK_BUILDER_PASSWORD"}}
    assert services["page-1"]["environment"].keys() == of_page
    assert services["rebuild"]["environment"].keys() == {"ASK_BUILDER_PASSWORD"}
    asked = set(re.findall(r"^(\w+)=", read("env.example"), re.MULTILINE))
    assert asked == of_page | {"ASK_BUILDER_PASSWORD", "POSTGRES_PASSWORD"}
    mounted = [one["volumes"] for one in map(pod_of, (kinds["Deployment"], kinds["Job"]))]
    assert [volumes[0]["secret"]["items"][0]["key"] for volumes in mounted] == [
        "page.toml",
        "rebuild.toml",
    ]


def pod_of(workload: dict[str, Any]) -> dict[str, Any]:
    """Give the pod of a workload."""
    return dict(workload["spec"]["template"]["spec"])


@pytest.mark.skipif(sys.platform == "win32", reason="the image has a shell")
def test_the_start_hands_passwords_to_libpq(tmp_path: Path) -> None:
    """In a file that nobody else can read, whatever they hold; then the command runs."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "ASK_PAGE_PASSWORD": r"a:b\c 'd'",
    }
    command = ["sh", str(DEPLOY / "start"), "echo", "two words"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    kept = tmp_path / ".pgpass"
    assert done.stdout == "two words\n"
    assert kept.read_text() == "*:*:*:ask_page:a\\:b\\\\c 'd'\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
