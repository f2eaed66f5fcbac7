# Tests of the readers of evaluation harnesses, logs and judgements.
EXTRA_DIST += tests/fixtures/harness
UNIT += tests/unit/test_read_harness
tests_unit_test_read_harness_SOURCES = tests/unit/test_read_harness.c tests/unit/recording.c
tests_unit_test_read_harness_LDADD = $(TEST_LIBS)
dist_check_SCRIPTS += tests/cli/harness.sh
BENCH_SHELL += tests/bench/samples.sh
