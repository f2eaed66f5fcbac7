#!/bin/sh
# The layers: which folder may include which, who may know curses and SQLite, and who may
# print. Each rule is also tried on a tree that breaks it.
. "$top_srcdir/tests/lib.sh"

# In this order; a folder includes only itself and folders before it.
order='base frame math read store result lens draw print session cli tui'

sources() { # ROOT: the C files of a tree, in order
    (cd "$1" && find src -name '*.[ch]' | LC_ALL=C sort)
}

# bad_includes ROOT: includes that go forward, or leave the allowed folders.
bad_includes() {
    sources "$1" | (cd "$1" && xargs awk -v order="$order" '
    BEGIN {
        n = split(order, folder, " ")
        for (i = 1; i <= n; i++) rank[folder[i]] = i
        n = split("base frame math result lens", folder, " ")
        for (i = 1; i <= n; i++) lens_may[folder[i]] = 1
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split(FILENAME, part, "/")
        from = part[2]
        split($0, quoted, "\"")
        if (quoted[2] == "config.h") next
        split(quoted[2], part, "/")
        to = part[1]
        if (!(to in rank))
            print FILENAME ": " quoted[2] " is not named by its folder"
        else if (from ~ /\.c$/)
            next
        else if (!(from in rank))
            print FILENAME ": the folder has no place in the order"
        else if (from == "tui" && to == "cli")
            print FILENAME ": includes " quoted[2]
        else if (rank[to] > rank[from])
            print FILENAME ": includes " quoted[2] ", which comes later"
        else if (from == "lens" && !(to in lens_may))
            print FILENAME ": a lens includes " quoted[2]
    }')
}

# bad_libraries ROOT: curses and SQLite outside their places.
bad_libraries() {
    sources "$1" | (cd "$1" && xargs grep -nE \
        '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"][^>"]*(curses|panel|term|sqlite3)\.h[>"]') |
    grep -vE '^src/tui/term\.c:.*(curses|term)\.h' |
    grep -vE '^src/(store/[^:]*|read/rows_from_sqlite\.c):.*sqlite3\.h' |
    grep -vE ':.*"tui/term\.h"'
}

# hidden_coupling ROOT: declarations that bypass the headers.
hidden_coupling() {
    sources "$1" | grep '\.c$' |
    (cd "$1" && xargs grep -nE '^[[:space:]]*extern[[:space:]]' /dev/null)
}

# printing ROOT: output or exit below the command line and the terminal. The stream writer,
# which scrubs errors for standard error, and running out of memory are the exceptions.
printing() {
    sources "$1" | grep '\.c$' | grep -vE '^src/(cli/|tui/|main\.c|print/stream\.c)' |
    (cd "$1" && xargs awk '
    {
        line = $0
        if (in_comment) { if (!sub(/^.*\*\//, "", line)) next; in_comment = 0 }
        gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
        if (sub(/\/\*.*$/, "", line)) in_comment = 1
    }
    line ~ /(^|[^A-Za-z0-9_])(printf|vprintf|puts|putchar|perror|exit|_exit|quick_exit)[ ]*\(/ ||
    line ~ /(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)/ {
        print FILENAME ":" FNR ": " $0
    }')
}

mkdir -p bad/src/base bad/src/lens bad/src/draw bad/src/read bad/src/odd
printf '#include "tui/tui.h"\n#include <curses.h>\n' >bad/src/base/forward.c
printf '#include "store/store.h"\n' >bad/src/lens/reaches.c
printf '#include <sqlite3.h>\nextern int hidden;\n' >bad/src/draw/knows.c
printf '#include "sink.h"\n/* printf( in a comment\n puts( */ char *s = "exit(";\n' >bad/src/read/near.c
printf '#include "base/text.h"\nvoid f(void)\n{\n    fprintf(stderr, "x");\n}\n' >bad/src/odd/prints.c

count_of() { printf '%s\n' "$1" | grep -c .; }

expect_none() { # FOUND DESCRIPTION
    [ -z "$1" ]
    ok $? "$2" "$1"
}

[ "$(sources "$top_srcdir" | grep -c .)" -gt 20 ]
ok $? 'the sources are there'
expect_none "$(bad_includes "$top_srcdir")" 'folders include only folders before them'
is "$(count_of "$(bad_includes bad)")" 4 'a forward, foreign, unnamed or homeless include is seen'
expect_none "$(bad_libraries "$top_srcdir")" 'curses and SQLite stay in their places'
is "$(count_of "$(bad_libraries bad)")" 2 'a misplaced library is seen'
expect_none "$(hidden_coupling "$top_srcdir")" 'no source declares what a header should'
is "$(count_of "$(hidden_coupling bad)")" 1 'a hidden declaration is seen'
expect_none "$(printing "$top_srcdir")" 'nothing below cli/ and tui/ prints or exits'
is "$(count_of "$(printing bad)")" 1 'printing is seen, and a comment is not'
finish
