# Tests of this area.
PTY_TESTS += tests/pty/terminal.sh
