# lib.sh - helpers of the shell tests, which speak TAP.
#
#   . "$top_srcdir/tests/lib.sh"
#   run paretop frontier a.csv --format csv      ($out, $err: files; $status)
#   is "$status" 0 'frontier succeeds'
#   like "$(cat "$err")" 'objectives: *' 'they are named'
#   finish
#
# A test starts in an empty folder of its own, without a home, with messages in C.UTF-8 if
# the environment does not choose, and with the program of this build as "paretop".
# PARETOP_WRAPPER (valgrind) goes before it.
: "${top_srcdir:?is set by make check}" "${top_builddir:?is set by make check}"
fixtures=$top_srcdir/tests/fixtures
: "${LC_ALL:=C.UTF-8}"
TERM=dumb
# With sanitizers a look for leaks at each exit takes a third of a short run: they are looked for
# in the unit tests, and in commands under valgrind.
: "${ASAN_OPTIONS:=detect_leaks=0}"
export LC_ALL TERM ASAN_OPTIONS
unset HOME XDG_CONFIG_HOME

scratch=$(mktemp -d "${TMPDIR:-/tmp}/paretop-test.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' INT TERM HUP
mkdir "$scratch/work" "$scratch/tmp"
TMPDIR=$scratch/tmp
export TMPDIR
cd "$scratch/work" || exit 99
out=$scratch/out
err=$scratch/err
count=0

paretop() {
    # shellcheck disable=SC2086
    ${PARETOP_WRAPPER:-} "$top_builddir/paretop" "$@"
}

# Numbers of the tests' own arithmetic have a dot; what is tested runs in the locale asked for.
awk() { LC_ALL=C command awk "$@"; }

# judge COMMAND...: each line that it prints, "STATUS WHAT", is a test, and so is its own end.
judge() {
    while IFS= read -r verdict; do
        ok "${verdict%% *}" "${verdict#* }"
    done <<END
$("$@" 2>"$err" || echo '1 the comparison ends')
END
}

# run COMMAND...: its standard input is this shell's; see $out, $err and $status.
run() {
    status=0
    "$@" >"$out" 2>"$err" || status=$?
}

# ok STATUS DESCRIPTION: 0 passes. On failure the last run is shown.
ok() {
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then
        printf 'ok %d - %s\n' "$count" "$2"
    else
        printf 'not ok %d - %s\n' "$count" "$2"
        shift 2
        for line; do printf '%s\n' "$line" | sed 's/^/#   /'; done
        [ ! -s "$err" ] || sed 's/^/# stderr: /' "$err" | head -n 20
    fi
}

# is GOT WANTED DESCRIPTION: the same text.
is() {
    [ "$1" = "$2" ]
    ok $? "$3" "got:    $1" "wanted: $2"
}

# like TEXT PATTERN DESCRIPTION: a shell pattern over the whole text.
like() {
    # shellcheck disable=SC2254
    case $1 in $2) set -- 0 "$1" "$2" "$3" ;; *) set -- 1 "$1" "$2" "$3" ;; esac
    ok "$1" "$4" "got:  $2" "like: $3"
}

# unlike TEXT PATTERN DESCRIPTION
unlike() {
    # shellcheck disable=SC2254
    case $1 in $2) set -- 1 "$1" "$2" "$3" ;; *) set -- 0 "$1" "$2" "$3" ;; esac
    ok "$1" "$4" "got:    $2" "unlike: $3"
}

# same_file GOT WANTED DESCRIPTION: byte for byte, with the difference shown.
same_file() {
    if difference=$(diff -u "$2" "$1" 2>&1); then
        ok 0 "$3"
    else
        ok 1 "$3" "$(printf '%s\n' "$difference" | head -n 40)"
    fi
}

# output_is DESCRIPTION: the last run's output against standard input.
output_is() {
    cat >"$scratch/wanted"
    same_file "$out" "$scratch/wanted" "$1"
}

# csv_columns NAME...: those columns of the CSV on standard input, without its header and
# quotes. An absent name is a failure. Fields hold no newlines.
csv_columns() {
    awk -v wanted="$*" '
    function fields_of(line, fields,    n, at, c, quoted) {
        n = 1; fields[1] = ""; quoted = 0
        for (at = 1; at <= length(line); at++) {
            c = substr(line, at, 1)
            if (quoted && c == "\"" && substr(line, at + 1, 1) == "\"") {
                fields[n] = fields[n] c; at++
            } else if (c == "\"") quoted = !quoted
            else if (c == "," && !quoted) fields[++n] = ""
            else fields[n] = fields[n] c
        }
        return n
    }
    { sub(/\r$/, ""); n = fields_of($0, field) }
    NR == 1 {
        count = split(wanted, name, " ")
        for (i = 1; i <= count; i++) {
            for (j = 1; j <= n && field[j] != name[i]; j++);
            if (j > n) { print "no column " name[i]; exit 1 }
            place[i] = j
        }
        next
    }
    { for (i = 1; i <= count; i++) printf "%s%s", field[place[i]], i < count ? "," : "\n" }'
}

skip() { # DESCRIPTION REASON
    count=$((count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$count" "$1" "$2"
}

skip_all() { # REASON
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

finish() { printf '1..%d\n' "$count"; }
