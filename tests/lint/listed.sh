#!/bin/sh
# Every source and every test is in a makefile: one that is not is neither built, nor run,
# nor in the tarball. The rule is also tried on a tree that breaks it.
. "$top_srcdir/tests/lib.sh"

# unlisted ROOT: sources and tests that no makefile names.
unlisted() {
    (cd "$1" && cat Makefile.am src/*/local.mk tests/*.mk) >"$scratch/listed"
    (cd "$1" && find src tests \( -name '*.[ch]' -o -name '*.sh' \) | LC_ALL=C sort) |
    while read -r file; do
        case $file in
        tests/*.c) name=${file%.c} ;;       # a program of that name
        *) name=$file ;;
        esac
        grep -qF "$name" "$scratch/listed" || printf '%s is in no makefile\n' "$file"
    done
}

mkdir -p bad/src/base bad/tests/unit
: >bad/src/base/kept.c
: >bad/src/base/lost.c
: >bad/tests/unit/test_kept.c
: >bad/tests/unit/test_lost.c
printf 'src/base/kept.c\n' >bad/src/base/local.mk
printf 'tests/unit/test_kept\n' >bad/tests/base.mk
: >bad/Makefile.am

found=$(unlisted "$top_srcdir")
[ -z "$found" ]
ok $? 'every source and test is in a makefile' "$found"
is "$(unlisted bad | tr '\n' ' ')" \
    'src/base/lost.c is in no makefile tests/unit/test_lost.c is in no makefile ' \
    'a lost source and a lost test are seen'
finish
