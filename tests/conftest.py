"""What all folders share: databases, the order of tests, and a Spark server for both engines."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator

import pytest

from greenbook.engine.spark import SparkEngine
from tests.databases import django_db_modify_db_settings
from tests.order import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = [
    "django_db_modify_db_settings",
    "pytest_collection_modifyitems",
    "pytest_xdist_make_scheduler",
]


@pytest.fixture(scope="session")
def spark_address() -> Iterator[str]:
    # Spark's client takes a main module without a file, as a parallel worker's is, for a doctest.
    if not hasattr(sys.modules["__main__"], "__file__"):
        sys.modules["__main__"].__file__ = __file__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer("127.0.0.1", 0)
        server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def spark(spark_address: str) -> Iterator[SparkEngine]:
    with SparkEngine(spark_address) as engine:
        yield engine
