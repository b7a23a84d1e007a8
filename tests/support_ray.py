"""A real cluster of Ray on this machine, in a process that is told which of its nodes to kill."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from index.processes import Process

_QUICK = {  # a node that is gone is noticed after a second and a half
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 500,
    "health_check_failure_threshold": 3,
}


@dataclass(frozen=True, slots=True)
class Nodes:
    """What the process is asked: "address", "kill" one node with a processor, "kill head"."""

    folder: str
    cores: int
    """Nodes of one processor each, beside a head that has none."""

    def __call__(self, what: str) -> Iterator[str]:
        cluster = _begin(self)
        if what == "kill":
            cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
        if what == "kill head":
            cluster.remove_node(cluster.head_node, allow_graceful=False)
        yield str(cluster.address)


@cache
def _begin(nodes: Nodes) -> Any:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 0, "include_dashboard": False, "_system_config": _QUICK}
    cluster = Cluster(initialize_head=True, head_node_args={**head, "temp_dir": nodes.folder})
    for _ in range(nodes.cores):
        cluster.add_node(num_cpus=1, wait=False)
    cluster.wait_for_nodes()
    return cluster


class RunningCluster:
    """A cluster whose nodes can be killed; `close` ends what is left of it."""

    def __init__(self, cores: int) -> None:
        self._folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")  # sockets' paths are short
        self._process = Process(Nodes(self._folder, cores))
        self.address = self._ask("address")

    def kill_node(self) -> None:
        """Kill one that has a processor, with kill -9."""
        self._ask("kill")

    def kill_head(self) -> None:
        """Kill the head, with kill -9."""
        self._ask("kill head")

    def close(self) -> None:
        """End all nodes."""
        self._process.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, what: str) -> str:
        (answer,) = self._process.ask(what)
        return str(answer)


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningCluster]:
    """Give a cluster of a head and two nodes, on the loopback alone."""
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", "for these tests alone, of some length")
    cluster = RunningCluster(2)
    try:
        yield cluster
    finally:
        cluster.close()
