#!/bin/sh
# The commands of the manual are run as they are printed.
#
# A command is a line "$ COMMAND", in a .Dl or in a literal display, continued by lines
# that follow a backslash. What follows it in the display is what it prints; a line "..."
# stands for any lines. Before a display, a comment of the page may say:
#   .\" exit 1       the exit status of its commands, which is 0 otherwise
#   .\" not run      because it would open the explorer, or needs what is not here
# All commands of a page run in one folder, one after the other, which holds the bundled
# tables and the files that the page itself shows as: .\" file NAME
. "$top_srcdir/tests/lib.sh"

[ -d "$top_srcdir/data/ten-models" ] || skip_all 'data/ is not there'
mkdir "$scratch/bin"
printf '#!/bin/sh\nexec %s "%s/paretop" "$@"\n' "${PARETOP_WRAPPER:-}" "$top_builddir" \
    >"$scratch/bin/paretop"
chmod +x "$scratch/bin/paretop"
PATH=$scratch/bin:$PATH

# Splits a page into numbered commands N.sh with N.out (if something is printed) and
# N.status, and the files that it shows.
extract() {
    awk -v to="$scratch/page" '
        function plain(text) {
            gsub(/\\e/, "\\", text); gsub(/\\-/, "-", text)
            gsub(/\\\(aq/, "\047", text); gsub(/\\\(dq/, "\"", text); gsub(/\\&/, "", text)
            gsub(/\\\(mi/, "−", text)
            return text
        }
        function start(text) {
            close(to "/" n ".sh"); close(to "/" n ".out")
            n++
            printf "%s\n", plain(substr(text, 3)) > (to "/" n ".sh")
            printf "%s\n", expected > (to "/" n ".status")
            close(to "/" n ".status")
            open = text ~ /(\\e?|\|)$/
        }
        /^\.\\" exit / { expected = $3; next }
        /^\.\\" not run/ { skipped = 1; next }
        /^\.\\" file / { file = $3; next }
        /^\.Dl \$ / { if (!skipped) start(substr($0, 5)); expected = skipped = 0; next }
        /^\.Bd -literal/ { display = 1; mine = 0; next }
        /^\.Ed/ { display = mine = open = expected = skipped = 0; file = ""; next }
        !display || skipped { next }
        file != "" { printf "%s\n", plain($0) > file; next }
        /^\$ / { start($0); mine = 1; next }
        mine && open { printf "%s\n", plain($0) > (to "/" n ".sh"); open = /(\\e?|\|)$/; next }
        mine { printf "%s\n", plain($0) > (to "/" n ".out") }
        BEGIN { expected = 0 }' "$1"
}

# Whether a file is as a pattern says, in which a line "..." stands for any lines.
matches() { # GOT PATTERN
    awk 'NR == FNR { want[++m] = $0; next }
        { got[++n] = $0 }
        function fits(i, j) {
            while (j <= m) {
                if (want[j] == "...") {
                    if (j == m) return 1
                    for (; i <= n + 1; i++) if (fits(i, j + 1)) return 1
                    return 0
                }
                if (i > n || got[i] != want[j]) return 0
                i++; j++
            }
            return i > n
        }
        END { exit !fits(1, 1) }' "$2" "$1"
}

for page in "$top_srcdir"/man/*.[157]; do
    rm -rf "$scratch/page" "$scratch/here"
    mkdir "$scratch/page" "$scratch/here"
    cd "$scratch/here" || exit 99
    cp -R "$top_srcdir"/data/ten-models "$top_srcdir"/data/imagenet \
        "$top_srcdir"/data/pythia .
    chmod -R u+w .
    extract "$page"
    n=1
    while [ -f "$scratch/page/$n.sh" ]; do
        command=$(cat "$scratch/page/$n.sh")
        run sh "$scratch/page/$n.sh" </dev/null
        is "$status" "$(cat "$scratch/page/$n.status")" "${page##*/}: $command"
        if [ -f "$scratch/page/$n.out" ]; then
            matches "$out" "$scratch/page/$n.out"
            ok $? "and prints what the page says" "$(diff "$scratch/page/$n.out" "$out")"
        fi
        n=$((n + 1))
    done
done
finish
