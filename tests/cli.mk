# Tests of the command line, through the program.
dist_check_SCRIPTS += \
	tests/cli/bootstrap.sh
BENCHES += tests/bench/startup
