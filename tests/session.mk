# Tests of this area.
PTY_TESTS += tests/pty/terminal.sh tests/pty/lenses.sh
dist_check_SCRIPTS += tests/screen/explorer.sh
dist_check_SCRIPTS += tests/screen/adjust.sh
dist_check_SCRIPTS += tests/screen/runtime.sh
dist_check_SCRIPTS += tests/screen/axes.sh
dist_check_SCRIPTS += tests/screen/risk.sh
dist_check_SCRIPTS += tests/screen/decide.sh
dist_check_SCRIPTS += tests/screen/variance.sh
EXTRA_DIST += tests/screen/first-80x24.txt
dist_check_SCRIPTS += tests/screen/names.sh
dist_check_SCRIPTS += tests/screen/commands.sh
dist_check_SCRIPTS += tests/screen/words.sh
UNIT += tests/unit/test_session_parts
tests_unit_test_session_parts_LDADD = $(TEST_LIBS)
