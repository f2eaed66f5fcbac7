# Tests of the store.
UNIT += tests/unit/test_store tests/unit/test_store_points tests/unit/test_store_names \
	tests/unit/test_store_files tests/unit/test_store_identity \
	tests/unit/test_store_import tests/unit/test_store_oracles tests/unit/test_store_cells \
	tests/unit/test_store_items
tests_unit_test_store_LDADD = $(TEST_LIBS)
tests_unit_test_store_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_points_LDADD = $(TEST_LIBS)
tests_unit_test_store_points_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_items_LDADD = $(TEST_LIBS)
tests_unit_test_store_items_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_names_LDADD = $(TEST_LIBS)
tests_unit_test_store_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_files_LDADD = $(TEST_LIBS)
tests_unit_test_store_files_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_identity_LDADD = $(TEST_LIBS)
tests_unit_test_store_identity_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_import_LDADD = $(TEST_LIBS)
tests_unit_test_store_import_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_oracles_LDADD = $(TEST_LIBS)
tests_unit_test_store_oracles_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_test_store_cells_LDADD = $(TEST_LIBS)
tests_unit_test_store_cells_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
BENCHES += tests/bench/store tests/bench/import tests/bench/memory
tests_bench_memory_SOURCES = tests/bench/memory.c
tests_bench_import_SOURCES = tests/bench/import.c
tests_bench_store_LDADD = libparetop.a $(BASE_LIBS)
EXTRA_DIST += tests/unit/store_helper.h tests/unit/pushing_helper.h
dist_check_SCRIPTS += tests/cli/cells.sh tests/cli/import.sh tests/cli/kill.sh
