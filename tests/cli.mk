# Tests of the command line, through the program.
dist_check_SCRIPTS += \
	tests/cli/bootstrap.sh \
	tests/cli/compare.sh \
	tests/cli/compare_choices.sh tests/cli/compare_edges.sh \
	tests/cli/compare_figures.sh \
	tests/cli/completion.sh \
	tests/cli/explore.sh \
	tests/cli/files.sh \
	tests/cli/folders.sh \
	tests/cli/frontier.sh \
	tests/cli/indicators.sh \
	tests/cli/order.sh \
	tests/cli/locale.sh \
	tests/cli/oracle_frontier.sh \
	tests/cli/oracle_lenses.sh \
	tests/cli/oracle_risk.sh \
	tests/cli/oracle_variance.sh \
	tests/cli/count_originals.sh \
	tests/cli/mapping.sh \
	tests/cli/oracle_originals.sh \
	tests/cli/pipes.sh \
	tests/cli/decide.sh \
	tests/cli/risk.sh \
	tests/cli/risk_claims.sh \
	tests/cli/runtime.sh \
	tests/cli/scrub.sh \
	tests/cli/pick.sh \
	tests/cli/store.sh \
	tests/cli/study.sh \
	tests/cli/study2.sh \
	tests/cli/threads.sh \
	tests/cli/usage.sh \
	tests/cli/validity.sh \
	tests/cli/variance.sh \
	tests/cli/variance_words.sh \
	tests/cli/words.sh
UNIT += tests/unit/test_progress tests/unit/test_request
tests_unit_test_progress_LDADD = $(TEST_LIBS)
tests_unit_test_request_LDADD = $(TEST_LIBS)
VALGRIND_TESTS += tests/cli/explore.sh
BENCHES += tests/bench/startup
EXTRA_DIST += tests/fixtures/stats/items.csv tests/fixtures/stats/ablation.csv
EXTRA_DIST += tests/fixtures/stats/abilities.csv tests/fixtures/stats/samples.csv
EXTRA_DIST += tests/fixtures/stats/seeds.csv tests/fixtures/stats/curves.csv
EXTRA_DIST += tests/oracle/originals.py tests/oracle/lens_originals.py tests/oracle/compare_originals.py
EXTRA_DIST += tests/oracle/risk_originals.py
EXTRA_DIST += tests/oracle/variance_originals.py
