#!/bin/sh
# Which files are read and what happens to those that cannot be: named, in folders, none.
. "$top_srcdir/tests/lib.sh"

printf 'model,acc,cost\na,50,1\nb,60,2\n' >good.csv
printf 'model,acc,cost\na,50,1,7\n' >ragged.csv
printf '{"model": "a", "acc": 1,}' >broken.json
printf 'just some words\n' >words.txt
ask='--format csv -o max:acc,min:cost'

# shellcheck disable=SC2086
run paretop frontier good.csv ragged.csv $ask
is "$status" 1 'a named file that is broken: refused'
is "$(cat "$out")" '' 'and nothing is printed'
like "$(cat "$err")" '*ragged.csv*record 0*4 fields*3*--lenient*' 'with place, reason, way out'
# shellcheck disable=SC2086
run paretop frontier ragged.csv good.csv --lenient $ask
is "$status" 0 '--lenient skips the record'
is "$(grep -c '1 record is skipped (--lenient): ragged.csv, record 0' "$err")" 1 'and says so once'
run paretop frontier ragged.csv good.csv --lenient -o max:acc,min:cost
like "$(tr -s ' \n' ' ' <"$out")" '*note *1 record is skipped (--lenient): ragged.csv, record 0*4 fields*' \
    'in the notes of a text'
like "$(cat "$err")" '*1 record is skipped (--lenient)*' 'and on standard error'
printf 'b,60,2,9\n' >>ragged.csv
run paretop frontier ragged.csv good.csv --lenient -o max:acc,min:cost
like "$(cat "$err")" '*2 records are skipped (--lenient), the first: ragged.csv, record 0*' 'all are counted'
# shellcheck disable=SC2086
run paretop frontier broken.json $ask
is "$status" 1 'broken JSON: refused'
like "$(cat "$err")" '*broken.json*line 1*' 'with its line'
# shellcheck disable=SC2086
run paretop frontier words.txt $ask
is "$status" 1 'a named file that nobody recognises: refused'

mkdir folder folder/deeper
cp good.csv folder/deeper
cp words.txt folder
# shellcheck disable=SC2086
run paretop frontier folder $ask
is "$status" 0 'a folder: unrecognised files are left alone'
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1' 'and the others are read'
cp broken.json folder
# shellcheck disable=SC2086
run paretop frontier folder $ask
is "$status" 1 'a folder with a broken file: exit status 1'
like "$(cat "$err")" '*broken.json*' 'the file is named'
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1' 'and the rest is used'
# shellcheck disable=SC2086
run paretop frontier folder --lenient $ask
is "$status" 0 '--lenient: exit status 0'
mkdir empty
# shellcheck disable=SC2086
run paretop frontier empty $ask
is "$status" 1 'a folder with nothing in it'

# A name that is also a subcommand.
cp good.csv frontier
run paretop ./frontier --format csv -o max:acc,min:cost
is "$status" 0 'a path is never a subcommand'

# A database that is given as a file.
run paretop import -d study.db good.csv
is "$status" 0 'import'
# shellcheck disable=SC2086
run paretop frontier study.db $ask
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1' 'our own database is opened as one'
run paretop study.db --plot
is "$status" 0 'by the explorer too'
run paretop frontier study.db good.csv
is "$status" 2 'but not together with files'
run paretop frontier -d study.db good.csv
is "$status" 2 'nor is -d'
run paretop frontier -d study.db --map model=acc
is "$status" 2 'options of reading do not fit a database'
printf 'not a database, but long enough to be looked at closely\n' >fake.db
run paretop frontier -d fake.db
is "$status" 1 'a file that is no database'

# Nothing given: the bundled models; the same without a terminal as text with its plot.
if [ -d "$top_srcdir/data" ]; then
    run paretop frontier --format csv </dev/null
    is "$status" 0 'nothing given'
    like "$(cat "$err")" '*ten models*' 'says which data it shows'
    is "$(csv_columns model <"$out" | wc -l | tr -d ' ')" 10 'ten of them'
    run paretop </dev/null
    is "$status" 0 'the explorer without a terminal succeeds'
    like "$(cat "$out")" '*frontier*' 'and prints the frontier'
    case $(cat "$out") in *└* | *+-*) plot=0 ;; *) plot=1 ;; esac
    ok $plot 'with its plot'
else
    run paretop frontier </dev/null
    is "$status" 1 'nothing given and nothing bundled is refused'
    like "$(cat "$err")" '*bundled data is not there*give files*' 'with the way out'
fi
run env PARETOP_DATA="$scratch/nowhere" "$top_builddir/paretop" frontier </dev/null
: # what is installed elsewhere may be found; being refused is right too
[ "$status" -le 1 ]
ok $? 'no bundled data is no crash'
mkdir bare
: >bare.csv
run paretop frontier bare
is "$status" 1 'a folder without files is refused'
like "$(cat "$err")" '*there are no files in bare*' 'and that is said'
run paretop frontier bare.csv
like "$(cat "$err")" '*bare.csv: the file is empty*' 'so is an empty file'

finish
