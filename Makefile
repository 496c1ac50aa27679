# Oncotrace. Needs Python 3.11 or newer (with venv) and make; everything else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/setup.stamp
FLOORS := ontology kg loaders queries answers server
PIP := $(BIN)/python -m pip --disable-pip-version-check
EXAMPLE := What does ROS1 fusion mean for pancreatic cancer patients?

export ONCOTRACE_HOME ?= $(CURDIR)/.oncotrace
# A question reaches the shell as a variable, never as text that the shell reads.
export QUESTION := $(value Q)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test ask serve build assets lint types clean setup constraints

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: build ## set up, build the core release, print an answer, then serve it on 127.0.0.1:8000
	@$(BIN)/oncotrace ask "$(EXAMPLE)"
	@exec $(BIN)/oncotrace serve

# Each worker takes a stretch of the tests, then what another has left: so what tests share is made only
# where it is needed. Three workers for two cores: tests wait for disks, servers and deadlines. Hundreds of
# tests start a Python of their own: each would compile all else anew where no compiled modules are kept.
test: lint types ## lint, types and all tests
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist worksteal

ask: $(READY) ## answer a question: make ask Q="What does KRAS G12C mean in lung cancer?"
	@test -n "$$QUESTION" || { echo 'Say what to ask: make ask Q="$(EXAMPLE)"' >&2; exit 2; }
	@test -e "$$ONCOTRACE_HOME/current" || $(BIN)/oncotrace build
	@$(BIN)/oncotrace ask "$$QUESTION"

serve: $(READY) ## serve the current release on 127.0.0.1:8000
	@test -e "$$ONCOTRACE_HOME/current" || $(BIN)/oncotrace build
	@exec $(BIN)/oncotrace serve

build: $(READY) ## build the core release, offline, and make it the current one
	@$(BIN)/oncotrace build

assets: node_modules/assets.stamp ## fetch what browsers are served, build the query editors and the picture (needs npm; all works without)

# npm ci takes the versions of the lock file and checks their hashes; no package runs a script.
node_modules/assets.stamp: package.json package-lock.json server/graphql/editor.js server/graphql/editor.css server/workbench/around.js server/workbench/drawn.js
	@command -v npm >/dev/null || { echo "npm is needed. On Debian and Ubuntu: apt-get install npm" >&2; exit 1; }
	@npm ci --ignore-scripts --silent
	@mkdir -p server/static/vendor
	@cp node_modules/htmx.org/dist/htmx.min.js server/static/vendor/
	@cp node_modules/htmx.org/LICENSE server/static/vendor/htmx.LICENSE.txt
	@mkdir -p server/workbench/static/vendor
	@cp node_modules/@zazuko/yasgui/build/yasgui.min.js node_modules/@zazuko/yasgui/build/yasgui.min.css server/workbench/static/vendor/
	@node_modules/.bin/esbuild server/workbench/around.js server/workbench/drawn.js --bundle --minify --format=esm --target=es2022 \
	  --legal-comments=linked --log-level=error --outdir=server/workbench/static/vendor
	@node_modules/.bin/esbuild graphiql=server/graphql/editor.js \
	  editor.worker=monaco-editor/esm/vs/editor/editor.worker.js \
	  json.worker=monaco-editor/esm/vs/language/json/json.worker.js \
	  graphql.worker=monaco-graphql/esm/graphql.worker.js \
	  --bundle --minify --format=esm --target=es2022 --define:process.env.NODE_ENV='"production"' \
	  --loader:.ttf=file --legal-comments=linked --log-level=error --outdir=server/static/vendor/graphiql
	@touch $@

lint: $(READY) ## ruff
	@$(BIN)/ruff check .

# The top-level folders are subpackages of oncotrace; mypy sees that only through links.
types: $(READY) ## mypy --strict
	@mkdir -p .types/oncotrace
	@ln -sfn ../../oncotrace/__init__.py .types/oncotrace/__init__.py
	@for floor in $(FLOORS); do ln -sfn "../../$$floor" ".types/oncotrace/$$floor"; done
	@cd .types && ../$(BIN)/mypy --strict --config-file ../pyproject.toml -p oncotrace

clean: ## remove the environment, the caches and built packages; releases stay
	@rm -rf $(VENV) .types node_modules server/static/vendor server/workbench/static/vendor build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(READY) ## make the environment in .venv (the other targets do so by themselves)

constraints: $(READY) ## write into constraints.txt the versions that .venv holds now
	@$(PIP) freeze --all --exclude-editable | grep -v '^pip==' > constraints.txt

# setuptools comes first and from the same list, so that a version that we know builds the package.
$(READY): pyproject.toml constraints.txt setup.py
	@echo "Setting up $(VENV): once, and again when its requirements change"
	@python=; for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	test -x $(BIN)/python || "$$python" -m venv $(VENV)
	@$(PIP) install --quiet -c constraints.txt setuptools
	@$(PIP) install --quiet -c constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $@
