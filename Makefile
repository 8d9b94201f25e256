# imfit: every target calls one script or tool. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help setup build notebooks picture test test-rust test-python test-r test-together check-memory check-arm lab bench bench-pieces bench-turns profile peers vectors keras-files clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing: R and its packages (apt), .venv, .rlib, the crates
	@scripts/setup.sh

build: setup ## build the wheel into .venv and the R package into .rlib
	@scripts/build.sh python r

notebooks: build ## run every example notebook; HTML and executed .ipynb under build/notebooks/
	@scripts/notebooks.sh $(if $(ONLY),--only '$(ONLY)')

test: setup ## everything below, then one line with the sum
	@scripts/test.sh rust python r together

test-rust: setup ## rustfmt, clippy, cargo test with doctests
	@scripts/test.sh rust

test-python: setup ## ruff, pytest
	@scripts/test.sh python

test-r: setup ## lintr, testthat, the tarball on its own
	@scripts/test.sh r

test-together: setup ## what no language can test alone: the same bytes in Rust, Python and R
	@scripts/test.sh together

check-memory: setup ## the unsafe code under Miri, AddressSanitizer (both on nightly) and valgrind
	@scripts/check_memory.sh

check-arm: setup ## arithmetic and trainings on an emulated Arm processor (qemu, nightly), and the same bytes
	@scripts/check_arm.sh

lab: build ## open JupyterLab on the notebooks, with the kernels installed
	@scripts/lab.sh

picture: build ## draw the README's picture anew
	@.venv/bin/python docs/draw_networks.py

bench: setup ## time imfit beside its peers and the machine's limits; ONLY=deep,peak for parts of it
	@scripts/bench.sh $(if $(ONLY),--only '$(ONLY)') $(if $(PEERS),--peers '$(PEERS)') $(if $(QUICK),--quick)

bench-turns: setup ## time builds of imfit against each other: BUILDS='main~1 main' (revisions or programs)
	@PYTHONPATH=scripts .venv/bin/python -m bench.turns $(BUILDS) $(if $(CASES),--cases '$(CASES)') $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WORK),--work $(WORK)) $(if $(THREADS),--threads $(THREADS))

profile: setup ## where the cycles of a training step go (Linux, perf)
	@PYTHONPATH=scripts .venv/bin/python -m bench.profile

peers: ## install Keras, JAX and PyTorch for `make bench` (8 GB, in .venv-peers)
	@scripts/peers.sh

bench-pieces: ## time the pieces of a training step, on each set of instructions
	cargo bench --locked -p imfit-compute

vectors: ## write the golden cases anew, with Keras in .venv-vectors
	@scripts/vectors.sh

keras-files: ## write the files of Keras's anew that imfit has to read, in the same way
	@scripts/vectors.sh files

clean: ## remove everything that was built or installed here
	rm -rf build target .venv .venv-vectors .venv-peers .rlib
	cd rpkg && ./cleanup
