# Tests of the store.
UNIT += tests/unit/test_store
tests_unit_test_store_LDADD = $(TEST_LIBS)
dist_check_SCRIPTS += tests/cli/kill.sh
