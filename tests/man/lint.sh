#!/bin/sh
# The manual is valid mdoc, refers only to pages that exist, and says nothing twice.
. "$top_srcdir/tests/lib.sh"

command -v mandoc >/dev/null || skip_all 'mandoc is not there'
for page in "$top_srcdir"/man/*.[157]; do
    run mandoc -T lint -W warning "$page"
    is "$status$(cat "$out")" 0 "${page##*/} is valid"
    sed -n 's/^\.Xr \(paretop[-a-z]*\) \([157]\).*/\1.\2/p' "$page" | sort -u |
        while read -r other; do
            [ -f "$top_srcdir/man/$other" ] || echo "$other"
        done >"$scratch/dangling"
    is "$(cat "$scratch/dangling")" '' "${page##*/} refers to pages that exist"
done
finish
