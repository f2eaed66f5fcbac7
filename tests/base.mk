# Tests of this area.
UNIT += tests/unit/test_text
tests_unit_test_text_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_number
tests_unit_test_number_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_file
tests_unit_test_file_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_frame
tests_unit_test_frame_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_json
tests_unit_test_json_LDADD = $(TEST_LIBS)
