#!/bin/sh
# paretop without a subcommand and without a terminal: text, views, commands, key scripts.
. "$top_srcdir/tests/lib.sh"

printf 'model,accuracy,latency_ms\na,0.5,10\nb,0.6,20\nc,0.4,30\n' >t.csv

run paretop t.csv
is "$status" 0 'a file: succeeds'
like "$(cat "$out")" '*2 of 3*' 'and prints the frontier'
run paretop t.csv --format csv
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1
c,0' '--format prints it as told'
run paretop t.csv -O saved.txt
is "$status" 0 '-O succeeds'
like "$(cat saved.txt)" '*on the frontier*' 'and saves it'
run paretop t.csv -O saved.csv
is "$(csv_columns model on_frontier <saved.csv)" 'a,1
b,1
c,0' '-O x.csv writes CSV'
run paretop t.csv -O saved.svg
like "$(cat saved.svg)" '<?xml*<svg*' '-O x.svg draws'
run paretop frontier t.csv -O saved.JSON
like "$(cat saved.JSON)" '{*"lens"*' '-O x.JSON writes JSON'
run paretop frontier t.csv -O saved.md
like "$(cat saved.md)" '*|*model*|*' '-O x.md writes Markdown'
run paretop frontier t.csv --format csv -O other.json
is "$(csv_columns model on_frontier <other.json | tail -1)" 'c,0' '--format wins over the ending'
run paretop frontier t.csv -O tmp.Xy81kLm2p0
like "$(cat tmp.Xy81kLm2p0)" '*on the frontier*' 'an ending that is no format is none'
run paretop frontier t.csv -O saved.pdf
is "$status" 2 '-O x.pdf is refused'
like "$(cat "$err")" '*saved.pdf*.pdf*.svg*--format*' 'saying which endings there are'
ok "$(test ! -e saved.pdf; echo $?)" 'and nothing is written'
paretop <t.csv >"$out" 2>"$err"
is $? 0 'a table on standard input'
like "$(cat "$out")" '*2 of 3*' 'is shown'

run paretop t.csv -c 'by row'
is "$status" 0 '-c succeeds'
like "$(cat "$out")" '*by row*' 'and shows the screen after the command'
run paretop t.csv -c 'by row' -c nonsense
is "$status" 2 'a command that is none'
like "$(cat "$err")" 'paretop: *nonsense*' 'is named'
is "$(cat "$out")" '' 'and nothing is shown'
run paretop t.csv -c 'where accuracy >'
is "$status" 1 'a command that is refused'
run paretop t.csv -V nowhere
is "$status" 1 'a view that is not there'
run paretop t.csv -c 'by row' --format csv
is "$status" 2 'the screen or a format, not both'

printf 'resize 60x20\n' >view
run paretop t.csv -V ./view
[ "$status" -ne 0 ]
ok $? 'what is no command is no view'
printf 'by row\n' >view
run paretop t.csv -V ./view
is "$status" 0 'a view'
like "$(cat "$out")" '*by row*' 'is shown'
printf 'write x.csv\n' >view
run paretop t.csv -V ./view
[ "$status" -ne 0 ] && [ ! -e x.csv ]
ok $? 'a view cannot write'
printf 'sql ATTACH "x.db" AS x\n' >view
run paretop t.csv -V ./view
[ ! -e x.db ]
ok $? 'nor attach'

printf ':resize 50x14\n:save-screen screen.txt\nQ' >keys
run paretop t.csv --script keys
is "$status" 0 'a key script'
like "$(cat screen.txt 2>&1)" '*2 of 3*' 'saves the screen'
run paretop t.csv --script absent
is "$status" 1 'a script that is not there'

# Numbers of the program and of the explorer are the same.
run paretop t.csv -c 'write w.csv'
paretop frontier t.csv --format csv >"$out" 2>"$err"
same_file w.csv "$out" 'the explorer writes what the command prints'
finish
