# Tests of the readers, and a tool that prints what they make of a file.
EXTRA_DIST += tests/unit/recording.h
EXTRA_PROGRAMS += tests/tools/read_dump
tests_tools_read_dump_SOURCES = tests/tools/read_dump.c tests/unit/recording.c
tests_tools_read_dump_CPPFLAGS = $(AM_CPPFLAGS)
tests_tools_read_dump_LDADD = $(TEST_LIBS)
