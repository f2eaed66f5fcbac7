# Tests of this area.
UNIT += tests/unit/test_canvas tests/unit/test_chart tests/unit/test_grid \
	tests/unit/test_print tests/unit/test_scale
tests_unit_test_canvas_LDADD = $(TEST_LIBS)
tests_unit_test_chart_LDADD = $(TEST_LIBS)
tests_unit_test_grid_LDADD = $(TEST_LIBS)
tests_unit_test_print_LDADD = $(TEST_LIBS)
tests_unit_test_scale_LDADD = $(TEST_LIBS)
