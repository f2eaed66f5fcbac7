# Each area lists its tests in a file of its own. Every test speaks TAP.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh
# Tests see no home and no settings of whoever runs them.
AM_TESTS_ENVIRONMENT = \
	unset HOME XDG_CONFIG_HOME PARETOP_SHARE PARETOP_DATA NO_COLOR COLUMNS LINES; \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; \
	export top_srcdir top_builddir;
TEST_LIBS = libparetop.a $(CMOCKA_LIBS) $(BASE_LIBS)
# A unit test is one file: add tests/unit/test_x to UNIT in the area's file and give it
# tests_unit_test_x_LDADD = $(TEST_LIBS).
UNIT =
if HAVE_CMOCKA
check_PROGRAMS += $(UNIT)
endif

# Tests beyond `make check`, which needs no terminal and no other program: each kind is a
# target of its own, and skips what it does not find.
#   PTY_TESTS         shell tests that drive the explorer in tmux
#   VALGRIND_TESTS    shell tests that run again under valgrind, with the unit tests
#   VALGRIND_NOT      but not with these, which take long there; the sanitizers see them
#   BENCHES, BENCH_SHELL   print times and ratios; `make bench`
PTY_TESTS =
VALGRIND_TESTS =
VALGRIND_NOT = tests/unit/test_explorer_large tests/unit/test_file tests/unit/test_properties \
	tests/unit/test_read_input tests/unit/test_scale tests/unit/test_store \
	tests/unit/test_store_cells tests/unit/test_store_files tests/unit/test_store_identity \
	tests/unit/test_store_import tests/unit/test_typing
BENCHES =
BENCH_SHELL =
EXTRA_PROGRAMS = $(BENCHES)
CLEANFILES += $(BENCHES)
EXTRA_DIST += tests/lib.sh tests/screen.sh tests/tmux.sh $(PTY_TESTS) $(BENCH_SHELL)

include tests/base.mk
include tests/read.mk
include tests/harness.mk
include tests/store.mk
include tests/math.mk
include tests/draw.mk
include tests/session.mk
include tests/cli.mk
include tests/data.mk

VALGRIND_COMMAND = $(VALGRIND) -q --leak-check=full --errors-for-leak-kinds=definite \
	--error-exitcode=99

.PHONY: check-all check-tmux check-valgrind bench
check-all:
	failed=0; for target in check check-tmux check-valgrind; do \
	  $(MAKE) $(AM_MAKEFLAGS) $$target || failed=1; \
	done; exit $$failed

check-tmux: all
	@if test '$(TMUX)' = : || test -z '$(PTY_TESTS)'; then \
	  echo 'check-tmux: skipped (no tmux, or no such tests)'; \
	else \
	  $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(PTY_TESTS)' TEST_SUITE_LOG=test-suite-tmux.log; \
	fi

check-valgrind: all
	@if test '$(VALGRIND)' = :; then \
	  echo 'check-valgrind: skipped (no valgrind)'; \
	else \
	  unset PARETOP_SHARED; tests='$(VALGRIND_TESTS)'; \
	  for test in $(check_PROGRAMS); do \
	    case ' $(VALGRIND_NOT) ' in *" $$test "*) ;; *) tests="$$tests $$test" ;; esac; \
	  done; \
	  PARETOP_WRAPPER='$(VALGRIND_COMMAND)' $(MAKE) $(AM_MAKEFLAGS) check \
	    LOG_COMPILER='$(VALGRIND_COMMAND)' TESTS="$$tests" TEST_SUITE_LOG=test-suite-valgrind.log; \
	fi

# All of them run, whichever fails.
bench: all $(BENCHES)
	@failed=; \
	for program in $(BENCHES); do \
	  top_srcdir='$(abs_top_srcdir)' ./$$program || failed="$$failed $$program"; \
	done; \
	for script in $(BENCH_SHELL); do \
	  top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
	    $(SHELL) $(srcdir)/$$script || failed="$$failed $$script"; \
	done; \
	test -z "$$failed" || { echo "bench: failed:$$failed"; exit 1; }
