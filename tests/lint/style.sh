#!/bin/sh
# The shape of the sources: short functions, nothing postponed, nothing of the author's own
# machine. Each rule is also tried on a tree that breaks it.
. "$top_srcdir/tests/lib.sh"

longest=100
# Functions that may be longer: one table or one parser each, as FILE:FUNCTION.
long_ones=''

files() { # ROOT PATTERN...: files of a tree by name, in order
    root=$1
    shift
    for pattern; do
        (cd "$root" && find src tests share data man -name "$pattern" 2>/dev/null)
    done | LC_ALL=C sort
}

# long_functions ROOT: a name at the line's start opens a function, a brace there ends it.
long_functions() {
    files "$1" '*.c' | (cd "$1" && xargs awk -v longest=$longest -v spared=" $long_ones " '
    FNR == 1 { name = "" }
    /^[A-Za-z_][A-Za-z0-9_]*\(/ { name = substr($0, 1, index($0, "(") - 1); start = FNR }
    /^}/ && name != "" {
        lines = FNR - start + 1
        if (lines > longest && index(spared, " " FILENAME ":" name " ") == 0)
            print FILENAME ": " name " has " lines " lines"
        name = ""
    }')
}

# Written in pieces, so that this file does not find itself.
later='TO''DO|FIX''ME|NEEDS''WORK'
elsewhere='(^|[^A-Za-z0-9_}/.])/(ho''me|ro''ot|wo''rk|m''nt|Us''ers)/|/tmp/[a-z]/'

postponed() { # ROOT
    files "$1" '*.[ch]' '*.sh' '*.mk' '*.sql' '*.json' '*.[157]' |
    (cd "$1" && xargs grep -nwE "$later" /dev/null)
}

own_machine() { # ROOT
    files "$1" '*.[ch]' '*.sh' '*.mk' '*.sql' '*.json' '*.csv' '*.[157]' |
    (cd "$1" && xargs grep -nE "$elsewhere" /dev/null)
}

untidy() { # ROOT: blanks at a line's end, tabs in C
    files "$1" '*.[ch]' | (cd "$1" && xargs grep -nE "[[:blank:]]\$|$(printf '\t')" /dev/null)
}

# cmocka's skip() is a failure to Automake; tests/unit/skip.h has the word that is not.
skipping() { # ROOT
    files "$1" 'test_*.c' | (cd "$1" && xargs grep -nE '(^|[^A-Za-z_])skip\(\)' /dev/null)
}

mkdir -p bad/src/base bad/tests/unit
{
    printf 'static int\nlong_one(void)\n{\n'
    i=0
    while [ $i -lt 120 ]; do printf '    ;\n'; i=$((i + 1)); done
    printf '}\n\nstatic int\nshort_one(void)\n{\n}\n'
} >bad/src/base/long.c
printf '/* %s: later */ \nchar *p = "/%s/me/x";\n' 'TO''DO' 'ho''me' >bad/src/base/late.c

printf 'int main(void)\n{\n    skip();\n}\n' >bad/tests/unit/test_leaving.c

count_of() { printf '%s\n' "$1" | grep -c .; }

expect_none() { # FOUND DESCRIPTION
    [ -z "$1" ]
    ok $? "$2" "$1"
}

expect_none "$(long_functions "$top_srcdir")" "no function has more than $longest lines"
is "$(long_functions bad)" 'src/base/long.c: long_one has 123 lines' 'a long function is seen'
expect_none "$(postponed "$top_srcdir")" 'nothing is put off in the sources'
is "$(count_of "$(postponed bad)")" 1 'a postponed thing is seen'
expect_none "$(own_machine "$top_srcdir")" 'no path of somebody'\''s machine'
is "$(count_of "$(own_machine bad)")" 1 'such a path is seen'
expect_none "$(untidy "$top_srcdir")" 'no blanks at line ends, no tabs'
is "$(count_of "$(untidy bad)")" 1 'a blank at a line end is seen'
expect_none "$(skipping "$top_srcdir")" 'tests are left with SKIP_TEST()'
is "$(count_of "$(skipping bad)")" 1 'a skip() is seen'
finish
