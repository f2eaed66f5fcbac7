# Tests of this area.
PTY_TESTS += tests/pty/terminal.sh
dist_check_SCRIPTS += tests/screen/explorer.sh \
	tests/screen/adjust.sh \
	tests/screen/runtime.sh \
	tests/screen/axes.sh \
	tests/screen/risk.sh
EXTRA_DIST += tests/screen/first-80x24.txt
