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

dist_check_SCRIPTS += tests/lint/layers.sh tests/lint/listed.sh tests/lint/style.sh
EXTRA_DIST += tests/unit/skip.h tests/unit/slowly.h

# Each target of tests/fuzz with the driver that mutates its seeds.
FUZZ = tests/fuzz/fuzz_json tests/fuzz/fuzz_number tests/fuzz/fuzz_text
check_PROGRAMS += $(FUZZ)
FUZZ_DRIVER = tests/fuzz/fuzz_main.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_json_LDADD = libparetop.a $(BASE_LIBS)
tests_fuzz_fuzz_number_SOURCES = tests/fuzz/fuzz_number.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_number_LDADD = libparetop.a $(BASE_LIBS)
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_text_LDADD = libparetop.a $(BASE_LIBS)

BENCHES += tests/bench/reading
tests_bench_reading_LDADD = libparetop.a $(BASE_LIBS)
