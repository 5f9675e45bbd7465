"""Shared fixtures: the bundled article, the project's root; hypothesis profiles; no network for any test."""

import gc
import math
import os
import socket
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import khabar as kh

_QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("quick", max_examples=60, derandomize=True, database=None, **_QUIET)
settings.register_profile("fuzz", max_examples=int(os.environ.get("FUZZ", "20000")), **_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_connect = socket.socket.connect


def _loopback_only(self, address):
    """Anything but this machine is refused: the suite passes without a network."""
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a test asked for the network: {address}")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    socket.socket.connect = _loopback_only
    yield
    socket.socket.connect = _connect


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def linear():
    """Fails unless work(2 * n) takes at most 2.5 times as long as work(n), in processor time.

    Noise of the machine only ever adds, so the least of up to eight tries counts; below 50 ms nothing can be told.
    The garbage collector waits: it walks through all that the tests before have left, the more often the longer.
    """
    def seconds(work, n):
        gc.disable()
        start = time.process_time()
        work(n)
        taken = time.process_time() - start
        gc.enable()
        return taken

    def check(work, n, limit=2.5):
        once = twice = math.inf
        for _ in range(8):
            once, twice = min(once, seconds(work, n)), min(twice, seconds(work, 2 * n))
            if twice <= limit * once + 0.05:
                return
        pytest.fail(f"{once:.3f} s for {n}, {twice:.3f} s for twice as much")

    return check


@pytest.fixture(scope="session")
def seed():
    return kh.read_article("shoigu-baghdad")


@pytest.fixture(scope="session")
def dated():
    """A made-up article around a sentence, dated, for the short tests of one stage."""
    return lambda text, published="2025-09-15", country="": kh.Article("t", text, published=published, country=country)
