# Everything runs in .venv, which `setup` makes out of requirements.lock and nothing else.

PYTHON ?= python3
ARTICLE ?= seeds/secret-deployment.txt
SHARED ?= ../shared

# What a user gives is neither make's nor the shell's to expand: a file's name may hold spaces, quotation marks, $(shell …).
# Recipes read it from the environment, as "$$ARTICLE", and never by make's $(ARTICLE).
$(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(eval override $(name) := $$(value $(name)))))
export ARTICLE EXAMPLES INPUT KIND OUTPUT PYTHON SHARED UPGRADE

# What the environment depends on. Its place is part of it, because a virtual environment cannot be moved.
BASIS = { pwd -P; cat pyproject.toml requirements.lock; }

.PHONY: help setup install report gallery tables lab test reproduce variations fuzz chaos demonstration accuracy methodology ablation docs dist lock clean

help:
	@echo "make report [ARTICLE=path]           an article's tables, charts and executed report; without a path, the seed's"
	@echo "make gallery                         the reports of the seed and of seeds/gallery, and reports/index.html, which leads to them"
	@echo "make tables INPUT=path OUTPUT=folder the tables alone: of one article, a folder, .jsonl, .csv, .parquet or .warc"
	@echo "make lab                             the notebooks in JupyterLab"
	@echo "make test                            style, types and tests"
	@echo "make reproduce                       the seed's report once more, compared byte by byte with the committed one"
	@echo "make variations                      the same under other languages, time zones, folders and numbers of cores"
	@echo "make demonstration                   the report on the corpus of invented articles in seeds/demonstration"
	@echo "make fuzz [EXAMPLES=5000]            so many strange texts and files read; says how many were refused"
	@echo "make chaos [KIND=telemetry]          attacks on what SECURITY.md promises; says how many held, as a table"
	@echo "make accuracy [SHARED=folder]        how right the tables are, on the corpora in that folder (METHODOLOGY.md says which)"
	@echo "make methodology                     the tables of METHODOLOGY.md that are computed: accuracy, data dictionary"
	@echo "make ablation [SHARED=folder]        which patterns and words of the grammar change nothing there"
	@echo "make docs                            the documentation as a site, in site/"
	@echo "make dist                            source distribution and wheel in dist/, as a release has them"
	@echo "make lock [UPGRADE=1]                requirements.lock after a change of pyproject.toml, or with newer versions"
	@echo "make setup [PYTHON=python3.12]       the environment alone; every target above makes it when it is missing"
	@echo "make clean                           removes the environment and the caches"

setup:
	@test -x .venv/bin/python && $(BASIS) | cmp -s - .venv/basis || $(MAKE) --no-print-directory install

# .venv/basis is written last: without it an environment is half made, and begun again; when it differs in no more than
# the packages, they are brought up to date. uv is the one package that has to come by pip, under the lock's hashes too.
install:
	@test -x .venv/bin/python && test "$$(head -n 1 .venv/basis 2>/dev/null)" = "$$(pwd -P)" || { \
	  "$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    printf '%s\n' "$$PYTHON is not Python 3.11 or newer; name one that is: make setup PYTHON=python3.12" >&2; exit 1; }; \
	  "$$PYTHON" -m venv --clear .venv && \
	  sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.txt && \
	  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt; }
	@rm -f .venv/basis
	@echo "Installing what requirements.lock lists into .venv ..."
	@.venv/bin/uv pip sync $$(test -t 2 || echo --quiet) --python .venv/bin/python \
	  --require-hashes --compile-bytecode requirements.lock
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@$(BASIS) > .venv/basis

report: setup
	@.venv/bin/python -m analysis report -- "$$ARTICLE"

gallery: setup
	@.venv/bin/python -m analysis.report.gallery seeds/secret-deployment.txt seeds/gallery/*.txt

tables: setup
	@test -n "$$INPUT" && test -n "$$OUTPUT" || { echo "make tables INPUT=path OUTPUT=folder" >&2; exit 2; }
	@.venv/bin/python -m analysis tables --output "$$OUTPUT" -- "$$INPUT"

lab: setup
	@.venv/bin/python -m jupyterlab --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	  --LabApp.news_url=None --LabApp.extension_manager=readonly notebooks

# What libraries declare of their types holds for the versions of the lock: CI, where it tries others, says OTHER_VERSIONS.
# The tests start some hundred processes, and each would compile the package again where PYTHONDONTWRITEBYTECODE is set.
test: setup
	@.venv/bin/python -m compileall -q analysis
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check --quiet || { echo "not formatted: .venv/bin/ruff format" >&2; exit 1; }
	@test -n "$$OTHER_VERSIONS" || .venv/bin/python -m ty check --no-progress
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4

reproduce: setup
	@.venv/bin/python -m analysis.report.reproduction

variations: setup
	@.venv/bin/python tests/variations.py

demonstration: setup
	@.venv/bin/python notebooks/methods/run.py 5-corpus

fuzz: setup
	@.venv/bin/python tests/fuzz.py "$${EXAMPLES:-5000}"

chaos: setup
	@.venv/bin/python tests/chaos.py $${KIND:+--kind "$$KIND"}

ablation: setup
	@.venv/bin/python notebooks/methods/ablation.py --shared "$${SHARED:-../shared}"
	@.venv/bin/python notebooks/methods/ablation_words.py --shared "$${SHARED:-../shared}"

accuracy: setup
	@.venv/bin/python notebooks/methods/run.py accuracy "shared=$$SHARED"

methodology: setup
	@.venv/bin/python notebooks/methods/methodology.py

# The message about MkDocs' own future is its theme's, and tells nothing about these pages.
docs: setup
	@NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs build --quiet --strict --config-file notebooks/docs/mkdocs.yml

# The wheel out of the source distribution, which thus is known to hold what it needs.
dist: setup
	@rm -rf dist
	@.venv/bin/python -m hatchling build --target sdist --directory dist
	@unpacked=$$(mktemp -d) && trap 'rm -rf "$$unpacked"' EXIT && tar -xzf dist/*.tar.gz -C "$$unpacked" --strip-components 1 && \
	  python="$$PWD/.venv/bin/python" dist="$$PWD/dist" && \
	  cd "$$unpacked" && "$$python" -m hatchling build --target wheel --directory "$$dist"

# One version of each package for every Python and platform, where there is one, so that results agree across them.
lock: setup
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  $${UPGRADE:+--upgrade} --group dev --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .reproduced dist site .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
