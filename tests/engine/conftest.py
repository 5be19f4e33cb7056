"""Both engines, for every test that asks for `engine`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from greenbook.engine.duck import DuckEngine
from greenbook.engine.interface import Engine


@pytest.fixture
def duck() -> Iterator[DuckEngine]:
    with DuckEngine(threads=2) as engine:
        yield engine


@pytest.fixture(params=["duck", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.getfixturevalue(request.param)
