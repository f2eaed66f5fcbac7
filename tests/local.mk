# Each area lists its tests in a file of its own. Every test speaks TAP.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = \
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

include tests/base.mk
include tests/read.mk
include tests/store.mk
include tests/math.mk
include tests/draw.mk
include tests/session.mk
include tests/cli.mk
include tests/data.mk
