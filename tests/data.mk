# Tests of the bundled tables and of the manual.
dist_check_SCRIPTS += \
	tests/data/tables.sh \
	tests/data/views.sh \
	tests/man/lint.sh \
	tests/man/lists.sh \
	tests/man/readme.sh \
	tests/man/examples.sh
