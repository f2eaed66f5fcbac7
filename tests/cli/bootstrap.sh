#!/bin/sh
# What bootstrap says of its own use; installing and building are checked by hand.
. "$top_srcdir/tests/lib.sh"

run "$top_srcdir/bootstrap" --help
is "$status" 0 '--help succeeds'
like "$(cat "$out")" '*--no-install*never install*' '--help tells the options'
run "$top_srcdir/bootstrap" chekc
is "$status" 2 'an unknown argument is wrong usage'
like "$(cat "$err")" '*unknown argument "chekc"*' 'and is named'
finish
