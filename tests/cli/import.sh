#!/bin/sh
# Imports that are cancelled, tried without writing, and what they say; values of JSON that
# other programs bend.
. "$top_srcdir/tests/lib.sh"

answer() { # DB SQL
    paretop sql -d "$1" --format csv "$2" 2>&1 | tail -n 1
}

# --- what the summary says ---

mkdir results results/deep
printf 'model,acc,cost,hs_ratio\na,0.5,0,1\nb,0.6,2,2\n' >results/a.csv
printf '{"model": "c", "acc": 0.7}\n' >results/deep/c.json
printf '{"model": "a", "acc": 1,}' >results/broken.json
printf 'just words\n' >results/notes.txt
for i in 1 2 3; do echo "line of a log $i" >results/run$i.log; done
: >results/none.csv
run paretop import -d study.db results
is "$status" 1 'a folder with a broken file: status 1'
like "$(cat "$out")" '*read      2 files*3 records*' 'what was read'
like "$(cat "$out")" '*skipped   1 file with nothing in it: results/none.csv
            4 files of no known format: results/notes.txt, results/run1.log, results/run2.log and 1 more
*' 'which files were skipped, and why'
like "$(cat "$out")" '*models    3, 3 of them new*' 'models'
like "$(cat "$out")" '*measures  3: higher is better 1, lower 1; direction unknown 1, as hs_ratio: give'\
' --direction*' 'measures with the directions assumed'
like "$(cat "$out")" '*suspects  1 value*cost: 1 value of 0 is taken as "not recorded"*keeps it)*' 'suspects'
like "$(cat "$out")" '*refused   results/broken.json: line 1, column 25: trailing comma*' \
    'and what was refused, with its place'
shorten() { sed -e 's/, [0-9.]* s$//' -e '/--suggest$/d' "$out"; }
shorten >said
rm study.db
run paretop import -n -d study.db results
shorten >dry
same_file dry said 'a dry run says the same'
run test -e study.db
is "$status" 1 'and makes no database'
paretop import -q -d study.db results 2>"$err"
before=$(cksum <study.db)
printf 'model,acc\nd,0.5\n' >results/d.csv
run paretop import -n -d study.db results
like "$(cat "$out")" '*read      1 file*unchanged 2 files*models    4, 1 of them new*' \
    'a dry run into a database counts what would be there'
is "$(cksum <study.db)" "$before" 'and leaves it as it was'
printf 'model,acc\na,1\nb,2,3\nc,4\n' >ragged.csv
run paretop import -d study.db --lenient ragged.csv
like "$(cat "$out")" '*rejected  1 record*ragged.csv, record 1 (line 3): has 3 fields*' \
    'rejected records with their places'
run paretop list -d study.db warnings --format csv
is "$(csv_columns kind place <"$out" | grep reject)" 'reject,record 1 (line 3)' 'and are listed later'

# --- JSON ---

cat >edge.json <<'END'
{"model": "a", "ns": 9007199254740993, "least": -9223372036854775808, "acc": 0.1, "acc": 0.5}
{"model": "b\u0000c", "ns": 9223372036854775807, "acc": NaN, "huge": 1e400}
{"model": "d", "ns": 18446744073709551616, "acc": -Infinity}
END
run paretop import -d edge.db edge.json
is "$status" 0 'JSON Lines under the name .json'
like "$(cat "$out")" '*warnings  edge.json, line 1: 1 key*acc*the last value is taken*' 'a repeated key is a warning'
is "$(answer edge.db "SELECT group_concat(ns, ' ') AS n FROM table_1 WHERE record < 2")" \
    '9007199254740993 9223372036854775807' 'integers beyond 2^53 are exact'
is "$(answer edge.db 'SELECT least AS n FROM table_1 WHERE record = 0')" -9223372036854775808 \
    'the least one too'
is "$(answer edge.db "SELECT text AS n FROM raw WHERE text GLOB '1844*'")" 18446744073709551616 \
    'of one that is too large the digits are kept'
is "$(answer edge.db 'SELECT acc AS n FROM table_1 WHERE record = 0')" 0.5 'the last of two keys wins'
is "$(answer edge.db 'SELECT acc IS NULL AS n FROM table_1 WHERE record = 1')" 1 'NaN is missing'
like "$(answer edge.db 'SELECT model AS n FROM table_1 WHERE record = 1')" 'b*c' 'text after \u0000 is there'

refused() { # TEXT PATTERN DESCRIPTION
    printf '%b' "$1" >refused.json
    run paretop import -d refused.db refused.json
    like "$status $(cat "$err")" "1 $2" "$3"
}
refused '[{"model": "a", "acc": 1},\n {"model": "b", "acc": 2},\n]' '*line 3, column 1: trailing comma*' \
    'a trailing comma is refused with line and column'
refused '[{"model": "a", "acc": 1},\n {"model": "b", "ac' '*line 2, column 20: the text ends*' 'so is a cut file'
refused '{"model": "a", "acc": 1} {"model": "b", "acc": tru}\n' '*line 1, column 48: expected a value*' \
    'the second value of a line is refused where it is wrong'
refused '{"model": "a", "acc": 1}\n{"model": "b", "acc": 2} {"model": "c", "ac' \
    '*line 2, column 44: the text ends*' 'what is cut in a later line, too'
refused '{"model": "a", "acc": 1}\n{"model": "b", "acc": 2} {"model": "c",\n' \
    '*of line 2, column 26 is closed*' 'and what it is in the middle of'
printf '{"model": "caf\351", "acc": 1}' >latin.json
run paretop import -d latin.db latin.json
like "$status $(cat "$out")" '0 *line 1: is not UTF-8: the file was read as Windows-1252*' \
    'bytes that are no UTF-8 are read as the older encoding, with a warning'
is "$(answer latin.db 'SELECT model AS n FROM table_1')" 'café' 'and rightly'
awk 'BEGIN { printf "{\"model\": \"a\", \"acc\": "; for (i = 0; i < 600; i++) printf "["; print "" }' >refused.json
run paretop import -d refused.db refused.json
like "$status $(cat "$err")" '1 *nested deeper than 512*' 'and what lies too deep'

# --- cancelling ---

[ -z "${PARETOP_WRAPPER:-}" ] || { finish; exit; }
awk 'BEGIN {
    print "model,task,item,accuracy,latency_ms,note"
    for (i = 0; i < 400000; i++)
        printf "m%d,t%d,%d,0.%04d,%d.5,\"a, b\"\n", i / 1000, i % 7, i, i % 9973, i % 97
}' >big.csv

# cancel DB SIGNAL: imports big.csv and sends the signal as soon as something is written; a
# shell starts background commands without SIGINT, hence env.
cancel() {
    env --default-signal="$2" "$top_builddir/paretop" import -d "$1" big.csv >"$out" 2>"$err" &
    pid=$!
    i=0
    while [ ! -s "$1" ] || { [ ! -e "$1-journal" ] && kill -0 $pid 2>/dev/null && [ $i -lt 200 ]; }; do
        sleep 0.02
        i=$((i + 1))
    done
    kill -s "$2" $pid 2>/dev/null
    status=0
    wait $pid || status=$?
}

if env --default-signal=INT true 2>/dev/null; then
    for signal in INT TERM; do
        number=2
        [ $signal = INT ] || number=15
        rm -f c.db
        paretop import -q -d c.db results/a.csv
        before=$(answer c.db 'SELECT group_concat(path || sha256) AS n FROM source')
        cancel c.db $signal
        is "$status" $((128 + number)) "SIG$signal in the middle ends the import by the signal"
        like "$(cat "$err")" '*cancelled: nothing of big.csv was kept*' 'and it says so'
        run test -e c.db-journal
        is "$status" 1 'no journal is left behind'
        is "$(answer c.db 'SELECT integrity_check AS n FROM pragma_integrity_check')" ok 'the database is whole'
        is "$(answer c.db 'SELECT group_concat(path || sha256) AS n FROM source')" "$before" \
            'and holds what it held'
        is "$(answer c.db "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'wide_6'")" 0 'and no more'
    done
    cancel fresh.db INT
    is "$status" 130 'the same of a new database'
    run ls fresh.db fresh.db-journal
    is "$(cat "$out")" '' 'which is not left behind'
    run paretop import -q -d c.db big.csv
    is "$status" 0 'the import can be done later'
fi

# --- what costs are computed from is a number ---

for said in usd_per_gpu_hour=abc usd_per_gpu_hour=-2 gpus=0; do
    run paretop import -d said.db --set "$said" ragged.csv
    like "$status $(cat "$err")" "2 *--set $said: expected a number above 0*" "--set $said is refused"
done
is "$(ls said.db 2>&1 | grep -c 'No such')" 1 'before anything is written'

finish
