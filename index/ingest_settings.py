"""[ingest]: where passages are embedded: on this machine, or by a cluster of Ray."""

import re
from dataclasses import dataclass

from index.errors import ConfigError

__all__ = ["IngestSettings"]

_ADDRESS = re.compile(r"local|auto|(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):\d{1,5}")
_LEAST = {"batch_passages": 1, "max_retries": 0, "worker_seconds": 1}


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """[ingest]; what is made does not hang on it, so a library built either way stays current."""

    executor: str = "local"
    """"local", or "ray"."""
    ray_address: str = "local"
    """Of a cluster's head, host:port; "auto" for the one that runs here; "local" to begin one."""
    batch_passages: int = 100
    """Passages of one task."""
    max_retries: int = 5
    """How often a task is begun again whose worker or machine is gone."""
    worker_seconds: int = 120
    """How long a cluster without a single processor is waited for."""

    def __post_init__(self) -> None:
        if self.executor not in ("local", "ray"):
            raise ConfigError(f'executor = "{self.executor}" must be "local" or "ray"')
        if not _ADDRESS.fullmatch(self.ray_address):
            raise ConfigError(
                f'ray_address = "{self.ray_address}" must be "local", "auto" or the address of '
                'a cluster\'s head, such as "10.0.0.1:6379"'
            )
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise ConfigError(f"{name} = {getattr(self, name)} must be at least {least}")

    @property
    def portion(self) -> int:
        """Passages that are asked for together: between two portions, processors wait."""
        return 32_000 if self.executor == "ray" else 1000
