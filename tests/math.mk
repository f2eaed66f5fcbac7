# Tests of the kernels, the results and the lenses.
UNIT += tests/unit/test_result
tests_unit_test_result_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_dominance
tests_unit_test_dominance_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_hypervolume tests/unit/test_indicators
tests_unit_test_hypervolume_LDADD = $(TEST_LIBS)
tests_unit_test_indicators_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/hypervolume.txt tests/oracle/indicators.txt
UNIT += tests/unit/test_rank_tests
tests_unit_test_rank_tests_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/rank_tests.txt
UNIT += tests/unit/test_risk
tests_unit_test_risk_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/risk.txt
