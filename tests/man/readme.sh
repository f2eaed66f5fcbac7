#!/bin/sh
# The README's screenshot is what its command prints.
. "$top_srcdir/tests/lib.sh"

[ -d "$top_srcdir/data/ten-models" ] || skip_all 'data/ is not there'

# The command is the first line that begins with a dollar sign, and what continues it.
awk '/^    \$ / { seen = 1; sub(/^    \$ /, "") }
    seen { print; if (!/\\$/) exit }' "$top_srcdir/README" >"$scratch/command"
awk '/^    \$ / { seen = 1 } seen && /^[^ ]/ { exit }
    body { sub(/^    /, ""); print }
    seen && !body && /^$/ { body = 1 }' "$top_srcdir/README" >"$scratch/wanted"
paretop_program=$top_builddir/paretop
cd "$top_srcdir" || exit 99
run sh -c "paretop() { \"$paretop_program\" \"\$@\"; }
$(cat "$scratch/command")"
is "$status" 0 'the command runs'
sed 's/ *$//' "$out" >"$scratch/got"
printf '\n' >>"$scratch/got"
same_file "$scratch/got" "$scratch/wanted" 'and prints what the README shows'
finish
