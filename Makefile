# Builds `pipeline`, its plugins and its tests. `make help` lists the targets.

# ---- settings: override on the command line or in the environment -------------------------------
CC       ?= gcc
PREFIX   ?= /usr/local
DESTDIR  ?=
SAN      ?=# address | undefined | thread: a sanitizer build in a folder of its own
HARD     ?=# 1: every rare path happens on every call (batches of one document, tiny buffers)
CORPUS   ?=# a JSON Lines file for `make bench`; default: generated
SOFT     := build$(if $(SAN),/$(SAN))
BUILD    ?= $(SOFT)$(if $(HARD),/hard)
OPTIMIZE ?= $(if $(SAN),-O1,-O2)
# ---- end of settings ----------------------------------------------------------------------------

VERSION  := 0.1.0
RELEASED := 2026-11-28
PACKAGES := gcc make pkg-config libinih-dev libcriterion-dev libzstd-dev zlib1g-dev libxxhash-dev \
            libutf8proc-dev libseccomp-dev libjansson-dev libstemmer-dev unicode-data python3 zstd time
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
comma    := ,
SANITIZE := $(if $(SAN),-fsanitize=$(SAN)$(if $(filter address,$(SAN)),$(comma)undefined) -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DPL_INSTRUMENTED)
LIBS     := -linih -lzstd -lz -lxxhash -lutf8proc -lseccomp -ldl -lm -pthread
CFLAGS   ?= $(OPTIMIZE) -g
NAMES    := -DVERSION='"$(VERSION)"' -DRELEASED='"$(RELEASED)"' -DLIBRARIES='"$(LIBS)"'
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE $(NAMES) -Iinclude -Icore \
            $(WARN) $(CFLAGS) $(SANITIZE) -fPIC -fvisibility=hidden -ffp-contract=off -pthread -MMD -MP
Q        := $(if $(V),,@)

core_sources   := $(wildcard core/*/*.c)
core_objects   := $(core_sources:%.c=$(BUILD)/%.o)
plugin_names   := $(notdir $(patsubst %/,%,$(dir $(wildcard plugins/*/.))))
plugins        := $(foreach p,$(plugin_names),$(BUILD)/plugins/$(p)/$(p).so)
unit_sources   := $(if $(filter thread,$(SAN)),,$(wildcard tests/unit/*_test.c plugins/*/*_test.c))# Criterion does not run under ThreadSanitizer
unit_tests     := $(foreach t,$(unit_sources),$(BUILD)/tests/$(notdir $(t:.c=)))
test_plugins   := $(patsubst tests/plugins/%.c,$(BUILD)/tests/plugins/%.so,$(wildcard tests/plugins/*.c))
stress_tests   := $(patsubst tests/stress/%.c,$(BUILD)/stress/%,$(wildcard tests/stress/*.c))
survival       := $(BUILD)/survival/kill $(BUILD)/survival/fail_nth.so
fuzzers        := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))
test_library   := $(BUILD)/libpipeline_test.a
trained        := $(notdir $(patsubst %/,%,$(dir $(wildcard plugins/*/train.c))))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: help deps all run test unit e2e survival kill-test fault-test crash-test start-test resume-test hostile-test night-test broken-night-test forget-test stress coverage fuzz check bench golden golden-update install uninstall clean format

help: ## shows this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  SAN=address|undefined|thread  HARD=1  V=1  PREFIX=$(PREFIX)  DESTDIR=  CORPUS=file.jsonl"
	@echo "  make train-NAME DATA=folder   trains the weights of a plugin anew"

deps: ## installs the Debian packages that are missing (other systems: prints the list)
	$(Q)if command -v apt-get >/dev/null; then \
	    missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	    if [ -n "$$missing" ]; then sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	        $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; fi; \
	else echo "no apt-get here; nothing was changed. Needed: $(PACKAGES)"; fi

all: $(BUILD)/pipeline $(plugins) $(test_library) ## builds the program, its plugins and the test library

run: all ## the main job on examples/news (exit code 3: some documents are in the dead letters)
	$(Q)$(BUILD)/pipeline run configs/news.ini || { code=$$?; [ $$code = 3 ] || exit $$code; \
	    echo; echo "Dead letters (out/news.failed.jsonl):"; cut -c1-160 out/news.failed.jsonl; }

# ---- program ------------------------------------------------------------------------------------
$(BUILD)/pipeline: $(core_objects) $(BUILD)/core/main.o
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)
	$(Q)chmod go-w $@

compile = @mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(1) -c -o $@ $<
ifdef HARD  # of the few sources that name it there is an object for it, the others have theirs from the build without it
$(patsubst %.c,$(BUILD)/%.o,$(shell grep -rl --include='*.c' PL_HARD core plugins)): $(BUILD)/%.o: %.c
	$(call compile,-DPL_HARD)
$(BUILD)/%.o: $(SOFT)/%.o
	@mkdir -p $(@D) && ln -f $< $@
$(SOFT)/%.o: %.c
	$(call compile)
else
$(BUILD)/%.o: %.c
	$(call compile)
endif

# A plugin is all .c files of its folder but its tests (*_test.c) and its trainer (train*.c), and its data folder. Libraries that
# one plugin alone needs stand in libs_NAME, those of its trainer alone in train_libs_NAME.
libs_tokenizer     := -lstemmer
train_libs_cleaner := -ljansson
plugin_sources = $(filter-out %_test.c plugins/$(1)/train%.c,$(wildcard plugins/$(1)/*.c))
$(foreach p,$(plugin_names),$(eval $(BUILD)/plugins/$(p)/$(p).so: $(patsubst %.c,$(BUILD)/%.o,$(call plugin_sources,$(p)))))
$(BUILD)/plugins/%.so:
	$(Q)$(CC) $(ALL_CFLAGS) -shared -Wl,-z,defs -o $@ $^ -lxxhash -lutf8proc -lm $(libs_$(*D))
	$(Q)chmod go-w $@ $(@D) $(BUILD)/plugins $(BUILD)
	$(Q)if [ -d plugins/$(*D)/data ]; then ln -sfn $(CURDIR)/plugins/$(*D)/data $(@D)/data; fi

# ---- tests --------------------------------------------------------------------------------------
$(test_library): $(core_objects)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/tests/%_test: $(BUILD)/tests/unit/%_test.o $(test_library)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ -lcriterion -ljansson $(LIBS)
# The tests of a plugin link its parts, all files but NAME.c; so does its trainer.
plugin_parts = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/$(1).c,$(call plugin_sources,$(1))))
folder_name  = $(notdir $(patsubst %/,%,$(dir $(1))))
$(foreach t,$(wildcard plugins/*/*_test.c),$(eval $(BUILD)/tests/$(notdir $(t:.c=)): $(t:%.c=$(BUILD)/%.o) \
    $(call plugin_parts,$(call folder_name,$(t))) $(test_library); \
    @mkdir -p $$(@D) && $(CC) $(ALL_CFLAGS) -o $$@ $$^ -lcriterion $(LIBS) $(libs_$(call folder_name,$(t)))))
$(foreach p,$(trained),$(eval $(BUILD)/train/$(p): $(patsubst %.c,$(BUILD)/%.o,$(wildcard plugins/$(p)/train*.c)) \
    $(call plugin_parts,$(p)) $(test_library); \
    @mkdir -p $$(@D) && $(CC) $(ALL_CFLAGS) -o $$@ $$^ $(LIBS) $(libs_$(p)) $(train_libs_$(p))))
train-%: $(BUILD)/train/% all
	$(Q)PIPELINE_PLUGINS=$(BUILD)/plugins $< $(DATA) plugins/$*/data
$(BUILD)/tests/plugins/%.so: $(BUILD)/tests/plugins/%.o
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -shared -Wl,-z,defs -o $@ $^
	$(Q)chmod go-w $@ $(@D)
$(BUILD)/stress/%: $(BUILD)/tests/stress/%.o $(core_objects)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/survival/%: tests/survival/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O1 -g -o $@ $<
$(BUILD)/survival/%.so: tests/survival/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(filter-out -Wpedantic,$(WARN)) -O1 -g -shared -fPIC -o $@ $< -ldl
# Fuzzers are built by clang, with objects of their own; tests/fuzz/NAME.options has flags for one of them.
$(BUILD)/fuzz/%: $(BUILD)/fuzz/objects/tests/fuzz/%.o $(patsubst %.c,$(BUILD)/fuzz/objects/%.o,$(filter-out core/command/%,$(core_sources)))
	$(Q)clang -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)
$(BUILD)/fuzz/objects/%.o: %.c
	@mkdir -p $(@D)
	$(Q)clang -std=c11 -D_GNU_SOURCE $(NAMES) -Iinclude -Icore -O1 -g -MMD -MP -fsanitize=fuzzer-no-link,address,undefined -c -o $@ $<

test: all $(unit_tests) $(test_plugins) $(stress_tests) $(survival) ## all tests; one closing line
	$(Q)BUILD=$(BUILD) SAN=$(SAN) bash tests/run.sh $(unit_tests)

unit: all $(unit_tests) $(test_plugins) ## the Criterion tests alone
	$(Q)BUILD=$(BUILD) SAN=$(SAN) ONLY=unit bash tests/run.sh $(unit_tests)

e2e: all $(test_plugins) $(stress_tests) ## the program from outside
	$(Q)BUILD=$(BUILD) SAN=$(SAN) ONLY=e2e bash tests/run.sh

survival: all $(test_plugins) $(survival) ## kills, crashes, faults, hostile input: the short forms of the next ones
	$(Q)BUILD=$(BUILD) SAN=$(SAN) ONLY=survival bash tests/run.sh
# The long forms: make kill-test N=1000 SCALE=3, fault-test N=all, start-test N=1000
survival_test = $(Q)BUILD=$(abspath $(BUILD)) SAN=$(SAN) bash tests/survival/$(1).sh
kill-test: all $(test_plugins) $(survival) ## kill -9 in every phase, N times (60); SIGTERM and SIGINT, STOPS times (20)
	$(call survival_test,kill)
fault-test: all $(test_plugins) $(survival) ## the n-th system call or allocation fails, for n up to N (200, or all)
	$(call survival_test,faults)
	$(call survival_test,commands)
crash-test: all $(test_plugins) ## plugins that crash, hang, eat memory; every exit code
	$(call survival_test,crashes)
start-test: all $(test_plugins) ## N (100) starts that overlap: one runs
	$(call survival_test,starts)
resume-test: all $(test_plugins) ## unfinished runs go on or are refused; full disks
	$(call survival_test,resume)
night-test: all $(test_plugins) ## NIGHTS (1) months of an incremental job, with withdrawals, kills and clocks that jump
	$(call survival_test,nights)
broken-night-test: all $(survival) ## full disks, a bad file, a killed machine: exit code, metrics, status; repaired without hands
	$(call survival_test,broken_nights)
forget-test: all $(survival) ## `pipeline forget`, killed at every STRIDE-th (3) call that changes a file
	$(call survival_test,forget)
hostile-test: all $(test_plugins) ## broken and malicious input in every reader
	$(call survival_test,hostile)

# A process in the sandbox could not write its counts: this build has none, and the files that are the sandbox are not counted.
coverage: ## branch coverage of core by all tests and by a failure of each call there is (an hour), needs gcovr
	$(Q)for t in test 'fault-test PATHS=1 N=9999 STRIDE=1'; do \
	    PATIENCE=9 $(MAKE) --no-print-directory BUILD=build/coverage CFLAGS='-O1 -g --coverage -DPL_COVERAGE -DPL_INSTRUMENTED' $$t; done; true
	$(Q)gcovr --root . --filter core/ --exclude 'core/(engine/sandbox|support/landlock|support/system_calls)\.c' --exclude-throw-branches --print-summary --txt build/coverage/coverage.txt --branches build/coverage | tail -3

fuzz: $(fuzzers) ## each fuzzer for SECONDS_EACH (default 60), needs clang
	$(Q)printf '%s\n' $(fuzzers) | xargs -n 1 -P $$(nproc) bash tests/fuzz/fuzz.sh

check: ## static checks: clang-tidy free of warnings is not required, cppcheck is
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 -Iinclude -Icore --suppress=missingInclude --suppress=unknownMacro --suppress=ctunullpointer --suppress=ctuuninitvar \
	    --inline-suppr core plugins

bench: all $(test_plugins) ## speed and memory against wc -w and zstd -d on the same file
	$(Q)BUILD=$(BUILD) CORPUS=$(CORPUS) bash tests/bench/bench.sh

golden: all ## shows how the output differs from the golden files
	$(Q)BUILD=$(abspath $(BUILD)) bash tests/golden/golden.sh
golden-update: all ## writes the golden files anew
	$(Q)BUILD=$(abspath $(BUILD)) bash tests/golden/golden.sh update

# ---- installation -------------------------------------------------------------------------------
install: all ## into DESTDIR/PREFIX: program, plugins, header, test library, pkg-config files, man pages, completions, systemd units
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include/text-pipeline $(DESTDIR)$(PREFIX)/lib/pkgconfig
	$(Q)install -m 755 $(BUILD)/pipeline $(DESTDIR)$(PREFIX)/bin/
	$(Q)install -m 644 include/text-pipeline/*.h $(DESTDIR)$(PREFIX)/include/text-pipeline/
	$(Q)install -m 644 $(test_library) $(DESTDIR)$(PREFIX)/lib/
	$(Q)for p in $(plugin_names); do \
	    install -d $(DESTDIR)$(PREFIX)/lib/text-pipeline/plugins/$$p; \
	    install -m 755 $(BUILD)/plugins/$$p/$$p.so $(DESTDIR)$(PREFIX)/lib/text-pipeline/plugins/$$p/; \
	    if [ -d plugins/$$p/data ]; then cp -r plugins/$$p/data $(DESTDIR)$(PREFIX)/lib/text-pipeline/plugins/$$p/; fi; done
	$(Q)cd $(DESTDIR)$(PREFIX) && install -d share/man/man1 share/man/man5 share/man/man7 \
	    share/bash-completion/completions share/zsh/site-functions && export PIPELINE_PLUGINS=$(abspath $(BUILD))/plugins && \
	    bin/pipeline man 1 >share/man/man1/pipeline.1 && bin/pipeline man 5 >share/man/man5/pipeline.ini.5 && \
	    bin/pipeline man 7 >share/man/man7/pipeline-plugin.7 && \
	    bin/pipeline completions bash >share/bash-completion/completions/pipeline && \
	    bin/pipeline completions zsh >share/zsh/site-functions/_pipeline
	$(Q)install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	$(Q)for u in examples/systemd/*.service examples/systemd/*.timer; do \
	    sed 's|/usr/local/bin/|$(PREFIX)/bin/|' $$u >$(DESTDIR)$(PREFIX)/lib/systemd/system/$${u##*/}; done
	$(Q)printf 'prefix=%s\nName: text-pipeline\nDescription: header for plugins of the pipeline text processor\nVersion: %s\nCflags: -I$${prefix}/include\n' \
	    $(PREFIX) $(VERSION) >$(DESTDIR)$(PREFIX)/lib/pkgconfig/text-pipeline.pc
	$(Q)printf 'prefix=%s\nName: text-pipeline-test\nDescription: runs one plugin alone, for its tests\nVersion: %s\nCflags: -I$${prefix}/include\nLibs: -L$${prefix}/lib -lpipeline_test $(LIBS)\n' \
	    $(PREFIX) $(VERSION) >$(DESTDIR)$(PREFIX)/lib/pkgconfig/text-pipeline-test.pc

uninstall: ## removes what install put there
	$(Q)rm -rf $(DESTDIR)$(PREFIX)/bin/pipeline $(DESTDIR)$(PREFIX)/include/text-pipeline $(DESTDIR)$(PREFIX)/lib/text-pipeline \
	    $(DESTDIR)$(PREFIX)/lib/libpipeline_test.a $(DESTDIR)$(PREFIX)/lib/pkgconfig/text-pipeline.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/text-pipeline-test.pc \
	    $(DESTDIR)$(PREFIX)/lib/systemd/system/pipeline@.service $(DESTDIR)$(PREFIX)/lib/systemd/system/pipeline@.timer \
	    $(DESTDIR)$(PREFIX)/lib/systemd/system/pipeline-failed@.service $(DESTDIR)$(PREFIX)/share/man/man1/pipeline.1 \
	    $(DESTDIR)$(PREFIX)/share/man/man5/pipeline.ini.5 $(DESTDIR)$(PREFIX)/share/man/man7/pipeline-plugin.7 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/pipeline $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pipeline

clean: ## removes what was built
	$(Q)rm -rf build out

format: ## clang-format over all sources
	$(Q)clang-format -i core/*.c core/*/*.[ch] plugins/*/*.[ch] tests/*/*.[ch]

-include $(shell find $(sort $(SOFT) $(BUILD)) -name '*.d' 2>/dev/null)
