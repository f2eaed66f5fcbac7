#!/bin/sh
# The manual's lists of options, keys, commands and settings are what the program prints.
# Between the lines
#   .\" list: help frontier --mdoc
#   .\" end
# of a page stands the output of "paretop help frontier --mdoc". With an argument,
# lists.sh PROGRAM, it brings the pages of the source tree up to date instead.
page_with_lists() { # PROGRAM PAGE: the page as it should be
    awk -v program="$1" '
        /^\.\\" list: / { print; command = program " " substr($0, 10)
            while ((command | getline line) > 0) print line
            close(command); inside = 1; next }
        /^\.\\" end$/ { inside = 0 }
        !inside' "$2"
}

if [ $# -eq 1 ]; then
    cd "$(dirname "$0")/../../man" || exit 1
    for page in *.[157]; do
        page_with_lists "$1" "$page" >"$page.new" && mv "$page.new" "$page"
    done
    exit
fi

. "$top_srcdir/tests/lib.sh"
for page in "$top_srcdir"/man/*.[157]; do
    grep -q '^\.\\" list: ' "$page" || continue
    page_with_lists "$top_builddir/paretop" "$page" >"$scratch/page"
    same_file "$page" "$scratch/page" "${page##*/}: its lists are the program's"
done
# What a page calls a command of the explorer is one.
grep -rhoE '\.Ic "?:[a-z][a-z-]*' "$top_srcdir"/man/*.[157] | sed 's/.*://' | sort -u |
while read -r name; do
    sed 's/\\-/-/g' "$top_srcdir/man/paretop.1" | grep -qE "^\.It Ic \"?:$name( |\[|\"|\$)" || echo "$name"
done >"$scratch/unknown"
is "$(cat "$scratch/unknown")" '' 'every command that the pages name is there'
finish
