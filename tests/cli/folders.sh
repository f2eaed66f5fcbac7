#!/bin/sh
# Folders named by mistake: too many files, too deep, rings of links, what is no file, large
# files that no reader knows, and streams without an end.
. "$top_srcdir/tests/lib.sh"

ask='--format csv -o max:acc,min:cost'
mkdir -p study/deep/deeper elsewhere/far
printf 'model,acc,cost\na,50,1\n' >study/a.csv
printf 'model,acc,cost\nb,60,2\n' >study/deep/deeper/b.csv
printf 'model,acc,cost\nc,70,3\n' >elsewhere/far/c.csv

# --- what is no file, and rings ---

mkfifo study/fifo
ln -s /dev/zero study/zero
ln -s .. study/deep/up
ln -s ../.. study/deep/out
ln -s ../../elsewhere study/deep/there
ln -s ../study elsewhere/back
ln -s deep study/again
# shellcheck disable=SC2086
run paretop frontier study $ask
is "$status" 0 'pipes, devices and rings of links are passed over'
is "$(csv_columns model <"$out" | tr '\n' ' ')" 'a b c ' 'each file once, and what a link leads to last'
run paretop import -d study.db study
is "$(paretop sql -d study.db --format csv 'SELECT name FROM source ORDER BY id' | tail -n +2)" \
    'study/a.csv
study/deep/deeper/b.csv
study/deep/there/far/c.csv' 'under the names where they lie'

# --- limits ---

run paretop import -d few.db --most files=2 study
is "$status" 1 'more files than allowed are refused'
like "$(cat "$err")" '*study: more than 2 files lie there
*--most files=20' 'with the option that allows more'
run test -e few.db
is "$status" 1 'and nothing is left behind'
# shellcheck disable=SC2086
run paretop frontier study --most files=20 $ask
is "$status" 0 'which works as said'
run paretop frontier study --most depth=1
is "$status" 1 'deeper folders than allowed are refused'
like "$(cat "$err")" '*study/deep/deeper: folders lie more than 1 deep*--most depth=2' 'so are they'
# shellcheck disable=SC2086
run paretop frontier study --most depth=2,files=9 $ask
is "$status" 1 'a link does not hide how deep its folder lies'
run paretop frontier study --most total=1K
is "$status" 0 'a thousand bytes are enough for three small files'
awk 'BEGIN { print "model,acc,cost"; for (i = 0; i < 999; i++) print "m" i ",1,2" }' >study/many.csv
run paretop frontier study --most total=1K
is "$status" 1 'for a larger one they are not'
like "$(cat "$err")" '*study/*.csv: with it more than 1K bytes*--most total=4K*' 'and that is said'
for wrong in files files=0 files=-1 files=x size=4Q width=3 files=9999999999999999999999; do
    run paretop frontier study --most $wrong
    is "$status" 2 "--most $wrong is wrong usage"
done

# --- streams ---

yes model,acc | head -c 3000000 >long.csv
# shellcheck disable=SC2086
paretop frontier - --most size=1M $ask <long.csv >"$out" 2>"$err"
is $? 1 'standard input beyond its limit is refused'
like "$(cat "$err")" '*standard input: gives more than 1 MB*--most size=4M' 'with the option'
[ ! -c /dev/zero ] || run timeout 60 "$top_builddir/paretop" frontier --most size=1M /dev/zero
like "$(cat "$err")" '*more than 1 MB*' 'so is a device without an end'
gzip -c long.csv >long.csv.gz
run paretop frontier long.csv.gz --most size=1M
like "$status $(cat "$err")" '1 *long.csv.gz: decompressed it is larger than 1 MB*--most size=4M' \
    'and what is too large decompressed'

# --- large files of no known format cost no memory ---

mkdir large
cp study/a.csv large
truncate -s 50M large/weights.bin
{ printf 'GIF89a\000'; head -c 400000000 /dev/zero; } | gzip -1 >large/dump.gz
limit=300000                # kilobytes; a sanitizer's own memory does not fit into them
(ulimit -v $limit && paretop --version) >"$out" 2>"$err" || limit=unlimited
(ulimit -v $limit && paretop import -d large.db large) >"$out" 2>"$err"
is $? 0 'a folder with gigabytes of something else is read in little memory'
like "$(cat "$out")" '*2 files of no known format: large/dump.gz, large/weights.bin*' 'which are named'
finish
