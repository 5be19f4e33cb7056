PYTHON ?= python3
BIN    := .venv/bin

.PHONY: setup demo test lint bench screenshots lock

setup: .venv/ready

.venv/ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

demo: setup
	$(BIN)/greenbook demo

# What one process compiles, the next need not: not even where Python is told to keep nothing.
test: export PYTHONDONTWRITEBYTECODE =
test: setup
	$(BIN)/pytest -n 2

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	GREENBOOK_DATABASE_URL=postgresql:///unused $(BIN)/mypy  # it reads the settings, and no database
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks

bench-web: setup
	$(BIN)/python -m benchmarks --only web --only web_creme

screenshots: setup
	$(BIN)/python -m tests.browser.screenshots

lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --output-file requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --group dev --output-file requirements-dev.lock pyproject.toml
