.PHONY: venv ask test lint bench

TEXT ?= 诸暨市外资目标多少?

venv: .venv/made

.venv/made: pyproject.toml requirements.lock
	python3 -m venv .venv
	.venv/bin/pip install -q -c requirements.lock -e '.[test]'
	touch $@

ask: venv
	.venv/bin/mubiao ask "$(TEXT)"

test: venv
	.venv/bin/python -m pytest

lint: venv
	.venv/bin/ruff check
	.venv/bin/mypy

bench: venv
	.venv/bin/python -m benchmarks.speed
