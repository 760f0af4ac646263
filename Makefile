# make site    makes .venv, installs what is needed, builds site/
# make test    the same, then all tests: of the program, and of the notice
# make unit    the tests that need neither a browser nor Java nor npm nor nginx, with a sample of the campaigns and fewer random trials
# make explore  looks for new counterexamples: the properties with other examples at every run, and 3,000 spoiled trees
# make gate    what stands before publishing: the notice checked and tested, the site built and held against the seals
# make serve   the live preview, with drafts
# make messages   collects the site's own texts anew from code and templates, and updates the catalogs
# make bench   measures: what a build costs, and the comparison beside other tools
# make lighthouse  what Lighthouse says of the main pages
# make locks   resolves anew what CI installs, with hashes: after a change of pyproject.toml, constraints.txt or a package.json of tests/
# make golden  keeps a new golden site, after a change of output that is meant

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The cache is ours, so that a home which cannot be written is no hindrance.
NPM := --cache .cache/npm --ignore-scripts --no-audit --no-fund --loglevel=error

# What the project needs for `site`, `content` or `test`, and the project itself. In CI each package is taken by its hash, as a
# wheel: no code of a package runs before it was held against it, and what builds the project is held too. Elsewhere the
# versions of constraints.txt do, which any system and any newer Python can follow, building from source where it has no wheel.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ifeq ($(CI),true)
install = $(PIP) --only-binary :all: --require-hashes -r .ci/requirements/$(1).txt && $(PIP) --no-deps --no-build-isolation -e .
LOCKS := $(wildcard .ci/requirements/*.txt)
else
install = PIP_CONSTRAINT=constraints.txt $(PIP) -e "$(if $(filter site,$(1)),.,.[$(1)])"
endif

# Some environments forbid writing byte code: every start of Python would compile anew what is read, and tests start it often.
export PYTHONDONTWRITEBYTECODE =

.PHONY: site test unit explore gate lint serve messages locks golden bench lighthouse clean

site: $(VENV)/site.stamp
	$(BIN)/python build.py
	@echo "Open it with: make serve, or $(BIN)/python -m http.server --directory site"

test: site $(VENV)/test.stamp .cache/node/stamp lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Tests write some ninety megabytes of small files: in memory, where the system has room for them, and none is left but of tests that failed.
MEMORY := $(shell test "$$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $$4 }')" -gt 1000000 2>/dev/null && echo /dev/shm)

unit: $(VENV)/test.stamp
	PYTEST_DEBUG_TEMPROOT=$(MEMORY) NOTICE_ONE_IN=8 NOTICE_MUTATIONS=8 NOTICE_TAMPERINGS=15 NOTICE_KILLS=3 \
	$(BIN)/python -m pytest -o tmp_path_retention_policy=failed -n 2 --dist worksteal -q -m "not browser and not tools"

explore: $(VENV)/test.stamp
	NOTICE_EXAMPLES=explore NOTICE_MUTATIONS=3000 $(BIN)/python -m pytest -n 2 --dist worksteal -q tests/test_redline.py tests/test_redline_edits.py tests/test_dialect.py tests/test_feed.py tests/test_campaigns.py

gate: $(VENV)/content.stamp
	$(BIN)/python build.py check
	$(BIN)/python -m pytest -q tests/content
	$(BIN)/python build.py
	$(BIN)/python build.py verify site

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=tests/bench $(BIN)/mypy --exclude '^$$' tests/bench/build.py

serve: $(VENV)/site.stamp
	$(BIN)/python build.py serve

messages: $(VENV)/site.stamp
	$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output --omit-header -o locales/messages.pot .
	$(BIN)/pybabel update --no-fuzzy-matching --ignore-pot-creation-date --width 100 -i locales/messages.pot -d locales

# Hashes are of every file of a release, so that they serve each Python and machine; the lock of npm's packages has no addresses,
# so that whoever has a mirror takes them from there.
UV := uv pip compile --quiet --universal --python-version 3.11 --no-build --no-config --generate-hashes --no-annotate --no-header --constraints constraints.txt
LOCK_ALONE := --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
locks:
	$(UV) pyproject.toml .ci/requirements/build.in -o .ci/requirements/site.txt
	$(UV) pyproject.toml .ci/requirements/build.in --extra content -o .ci/requirements/content.txt
	$(UV) pyproject.toml .ci/requirements/build.in --extra test -o .ci/requirements/test.txt
	npm install --prefix tests/node $(LOCK_ALONE)
	npm install --prefix tests/bench/node $(LOCK_ALONE)

golden: $(VENV)/site.stamp
	$(BIN)/python build.py --content tests/data/small --drafts --date 2022-01-01 --output .cache/golden
	rm -rf tests/data/golden && cp -r .cache/golden tests/data/golden
	cd tests/data/golden && rm -f .notice-site SHA256SUMS *.css icon.svg icon.png *.schema.json

bench: $(VENV)/test.stamp
	PIP_CONSTRAINT=constraints.txt $(PIP) -e ".[bench]"
	$(BIN)/python tests/bench/start.py
	$(BIN)/python tests/bench/redline.py
	$(BIN)/python tests/bench/slowest.py
	$(BIN)/python tests/bench/build.py
	$(BIN)/python tests/bench/preview.py
	$(BIN)/python tests/bench/bombs.py

# Lighthouse over the four main pages: needs Chromium and npm, of which the one in Debian 12 is too old for Lighthouse's own packages.
lighthouse: $(VENV)/test.stamp
	mkdir -p .cache/lighthouse && cp tests/bench/node/*.json .cache/lighthouse/
	npm ci $(NPM) --prefix .cache/lighthouse
	$(BIN)/python tests/bench/lighthouse.py

clean:
	rm -rf $(VENV) .cache site

# Byte code is compiled on install too, for whoever starts `build.py` without make in such an environment.
$(VENV)/site.stamp: pyproject.toml constraints.txt $(LOCKS)
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(call install,site)
	$(BIN)/python -m compileall -q notice
	touch $@

$(VENV)/content.stamp: $(VENV)/site.stamp
	$(call install,content)
	touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp
	$(call install,test)
	touch $@

# axe-core and the Nu HTML checker; without npm the tests that need them are skipped by name (in CI they fail).
.cache/node/stamp: tests/node/package.json tests/node/package-lock.json
	mkdir -p .cache/node && cp tests/node/*.json .cache/node/
	if command -v npm >/dev/null; then npm ci $(NPM) --prefix .cache/node && touch $@; fi
