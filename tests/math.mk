# Tests of the kernels, the results and the lenses.
UNIT += tests/unit/test_result
tests_unit_test_result_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_compression
tests_unit_test_compression_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_dominance
tests_unit_test_dominance_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_hypervolume tests/unit/test_indicators
tests_unit_test_hypervolume_LDADD = $(TEST_LIBS)
tests_unit_test_indicators_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/hypervolume.txt tests/oracle/indicators.txt
UNIT += tests/unit/test_matrix_game
tests_unit_test_matrix_game_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_rank_tests
tests_unit_test_rank_tests_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/rank_tests.txt
UNIT += tests/unit/test_risk
tests_unit_test_risk_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/risk.txt
UNIT += tests/unit/test_frontier
tests_unit_test_frontier_LDADD = $(TEST_LIBS)
tests_unit_test_frontier_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
EXTRA_DIST += tests/unit/lens_helper.h
UNIT += tests/unit/test_runtime_model
tests_unit_test_runtime_model_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_compare
tests_unit_test_compare_LDADD = $(TEST_LIBS)
tests_unit_test_compare_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
UNIT += tests/unit/test_intervals tests/unit/test_frontier_rules
tests_unit_test_intervals_LDADD = $(TEST_LIBS)
tests_unit_test_intervals_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_frontier_rules_LDADD = $(TEST_LIBS)
tests_unit_test_frontier_rules_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
EXTRA_DIST += tests/unit/oracle_helper.h tests/oracle/intervals.json tests/oracle/frontier.json
BENCHES += tests/bench/dominance
tests_bench_dominance_SOURCES = tests/bench/dominance.c tests/bench/engine.h
tests_bench_dominance_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_dominance_LDADD = libparetop.a $(BASE_LIBS)
BENCHES += tests/bench/hypervolume
tests_bench_hypervolume_SOURCES = tests/bench/hypervolume.c tests/bench/engine.h
tests_bench_hypervolume_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_hypervolume_LDADD = libparetop.a $(BASE_LIBS)
EXTRA_DIST += tests/bench/RESULTS
UNIT += tests/unit/test_rng tests/unit/test_settings
tests_unit_test_rng_LDADD = $(TEST_LIBS)
tests_unit_test_settings_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_attainment
tests_unit_test_attainment_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_estimate
tests_unit_test_estimate_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_bootstrap
tests_unit_test_bootstrap_LDADD = $(TEST_LIBS)
tests_unit_test_bootstrap_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
UNIT += tests/unit/test_shared_draws
tests_unit_test_shared_draws_LDADD = $(TEST_LIBS)
tests_unit_test_shared_draws_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
BENCHES += tests/bench/bootstrap
tests_bench_bootstrap_SOURCES = tests/bench/bootstrap.c
tests_bench_bootstrap_LDADD = libparetop.a $(BASE_LIBS)
UNIT += tests/unit/test_variance_math
EXTRA_DIST += tests/oracle/membership.json tests/oracle/bootstrap.json tests/oracle/variance.json
tests_unit_test_variance_math_LDADD = $(TEST_LIBS)
tests_unit_test_variance_math_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
UNIT += tests/unit/test_portfolio
tests_unit_test_portfolio_LDADD = $(TEST_LIBS)
tests_unit_test_portfolio_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
EXTRA_DIST += tests/oracle/portfolio.json
UNIT += tests/unit/test_strata
tests_unit_test_strata_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_properties tests/unit/test_kernel_memory
tests_unit_test_properties_LDADD = $(TEST_LIBS)
tests_unit_test_kernel_memory_LDADD = $(TEST_LIBS)
# Simulations with a known truth, some minutes; their table is kept beside them.
EXTRA_PROGRAMS += tests/validity/simulate
CLEANFILES += tests/validity/simulate
tests_validity_simulate_SOURCES = tests/validity/simulate.c tests/validity/simulate.h \
	tests/validity/means.c tests/validity/pairs.c tests/validity/runs.c \
	tests/validity/many.c
tests_validity_simulate_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_validity_simulate_LDADD = libparetop.a $(BASE_LIBS)
EXTRA_DIST += tests/validity/RESULTS
.PHONY: validity
validity: tests/validity/simulate
	./tests/validity/simulate | tee validity.txt
	@diff -u $(srcdir)/tests/validity/RESULTS validity.txt && echo 'as in tests/validity/RESULTS'
