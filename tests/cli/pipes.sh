#!/bin/sh
# The program as a filter: archives and tables come in through a pipe, tables go out.
. "$top_srcdir/tests/lib.sh"

printf 'model,acc,cost\na,50,1\nb,60,2\nc,55,4\n' >a.csv
printf 'model,acc,cost\nd,90,9\ne,40,8\n' >b.csv

mkdir results
cp a.csv b.csv results
tar cf - results | paretop frontier - -o max:acc,min:cost --format csv >"$out" 2>"$err"
is "$(csv_columns model on_frontier <"$out" | sort)" 'a,1
b,1
c,0
d,1
e,0' 'tar into the program'
tar cf - results | gzip | paretop frontier - -o max:acc,min:cost --format csv >got 2>"$err"
same_file got "$out" 'compressed'
tar cf - results | paretop frontier -o max:acc,min:cost --format csv >got 2>"$err"
same_file got "$out" 'a pipe is read without being named'

# The frontier of the frontier is the frontier; results of the first run are no measures.
paretop frontier a.csv b.csv --by row -o max:acc,min:cost --format csv 2>"$err" |
    paretop frontier - --by row -o max:acc,min:cost --format csv >"$out" 2>>"$err"
is "$(csv_columns model on_frontier input.on_frontier <"$out")" 'a,1,1
b,1,1
c,0,0
d,1,1
e,0,0' 'into itself, several files'
is "$(csv_columns row input.row <"$out" | tr '\n' ' ')" '0,0 1,1 2,2 3,0 4,1 ' \
    'rows restart with each file, and are counted anew'
paretop frontier a.csv --format csv 2>"$err" | paretop frontier - --format csv >"$out" 2>>"$err"
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1
c,0' 'by model, with the objectives chosen on both sides'

# Being read from only in part is no failure of ours to report.
paretop frontier a.csv --format csv 2>"$err" | head -n 1 >"$out"
unlike "$(cat "$err")" '*rror*' 'a reader that stops early'

printf '' | paretop frontier - >"$out" 2>"$err"
is $? 1 'nothing on standard input cannot be met'
like "$(cat "$err")" 'paretop: *' 'and is said'
printf '\000\001\002junk' | paretop frontier - >"$out" 2>"$err"
is $? 1 'junk on standard input is refused'
is "$(cat "$out")" '' 'and prints nothing'
# What cannot be written is said, and the status tells.
if [ -c /dev/full ]; then
    for command in '--version' '--help' 'list formats' 'completion bash' 'frontier a.csv' \
        'import -d full.db a.csv'; do
        # shellcheck disable=SC2086
        paretop $command >/dev/full 2>"$err"
        like "$? $(cat "$err")" '1 *cannot write the output: No space left*' "a full disk: $command"
    done
    is "$(paretop sql -d full.db --format csv 'SELECT count(*) AS n FROM source' | tail -n 1)" 1 \
        'what was imported stays'
fi
paretop frontier a.csv >&- 2>"$err"
like "$? $(cat "$err")" '1 *cannot write the output*' 'a closed output'
paretop frontier - <&- 2>"$err"
is $? 1 'a closed input'
run paretop import -d . a.csv
like "$status $(cat "$err")" '1 *.: is a folder, not a database*' 'a folder is no database'
run paretop import -d nowhere/x.db a.csv
like "$status $(cat "$err")" '1 *nowhere/x.db: No such file or directory*' 'and none is made in no folder'
awk 'BEGIN { print "model,acc"; for (i = 0; i < 30000; i++) print "m" i "," i }' >large.csv
(ulimit -f 100 && paretop import -d limited.db large.csv) >"$out" 2>"$err"
is $? 1 'a limit on the size of files is an error like another'
finish
