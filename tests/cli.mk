# Tests of the command line, through the program.
dist_check_SCRIPTS += \
	tests/cli/bootstrap.sh
BENCHES += tests/bench/startup
UNIT += tests/unit/test_request
tests_unit_test_request_LDADD = $(TEST_LIBS)
