#!/bin/sh
# A database on disk: imported into, looked at, decided about, and never changed by a look.
. "$top_srcdir/tests/lib.sh"

printf 'model,acc,cost\ngpt-x,50,1\nother,60,2\n' >quality.csv
printf 'model,latency_ms\nGPT-X,10\nother,20\n' >speed.csv

run paretop import -d s.db quality.csv
is "$status" 0 'import succeeds'
run paretop import -d s.db quality.csv
is "$status" 0 'again'
like "$(cat "$out")" '*unchanged*' 'the same bytes change nothing, and that is said'
run paretop import -d s.db quality.csv speed.csv -q
is "$(cat "$out")" '' '-q says nothing'
run paretop import -d dry.db -n quality.csv
is "$status" 0 'a dry run succeeds'
run test -e dry.db
is "$status" 1 'and makes no database'
run paretop import --dry-run quality.csv
like "$(cat "$out")" '*2 of them new*' 'it needs none either'
# Every file read is counted under its format, however many formats there are.
run paretop import --dry-run --lenient "$top_srcdir/tests/fixtures"
is "$(sed -n 's/^  read  *\([0-9]*\) files: \(.*\); [0-9]* records.*/\2, \1/p' "$out" |
    awk 'BEGIN { RS = ", *" } $1 ~ /^[0-9]+$/ { sum += last; last = $1 } END { print (sum == last && sum > 32) }')" 1 \
    'the formats add up to the files'
printf 'model,gmacs,GFLOPs,energy_kwh\nx,1,2,3\n' >units.csv
run paretop list measures units.csv --format csv
is "$(sed -n '2,$p' "$out" | cut -d, -f 1,3)" 'gmacs,GMAC
GFLOPs,GFLOP
energy_kwh,kWh' 'units are those of the names'
run paretop list models -d s.db --format csv
like "$(cat "$out")" '*gpt-x*other*' 'models are listed'
for list in measures sources runs aliases warnings unmatched; do
    run paretop list $list -d s.db --format csv
    is "$status" 0 "$list are listed"
done
run paretop list sources -d s.db --format csv
like "$(cat "$out")" '*quality.csv*speed.csv*' 'both sources are there'
for list in lenses formats; do
    run paretop list $list --format csv
    is "$status" 0 "$list are listed without a database"
done
like "$(cat "$out")" '*csv*' 'CSV is among the formats'
run paretop list models quality.csv --format csv
like "$(cat "$out")" '*gpt-x*' 'a file can be listed without a database'

run paretop alias -d s.db GPT-X=gpt-x
is "$status" 0 'an alias is set'
run paretop export -d s.db
is "$(csv_columns model acc latency_ms <"$out" | sort)" 'gpt-x,50,10
other,60,20' 'and joins what was measured under both names'
printf 'model,acc\na=b,1\nc=d,2\nlong-name-7b,3\n' >signs.csv
paretop import -q -d signs.db signs.csv
run paretop alias -d signs.db --raw 'a=b' --model other
is "$status" 0 'a name with an equals sign'
run paretop alias -d signs.db 'c\=d=other'
is "$status" 0 'or escaped'
run paretop alias -d signs.db long-nmae-7b=other
like "$status $(cat "$err")" '1 *no file writes the name "long-nmae-7b"*did you mean "long-name-7b"*' \
    'a name that no file writes is refused, with the nearest'
run paretop alias -d signs.db other=long-name-7b
like "$status $(cat "$err")" '1 *the model of that name is written "a=b", "c=d"*' \
    'and so is the name of a model, with how it is written'
cp s.db 'my study.db'
run paretop alias -d 'my study.db'
like "$(cat "$err")" "*paretop alias -d 'my study.db' --suggest*" 'a hint quotes the path for the shell'
run paretop remove -d 'my study.db' nowhere.csv
like "$(cat "$err")" "*paretop list -d 'my study.db' sources names them*" 'and says it'
run paretop alias -d 'my study.db' qqqqqqqqqqqqqqqqqqqqqqqqqq=other
like "$(cat "$err")" "*paretop list -d 'my study.db' aliases*" 'wherever a command is named'
run paretop alias -d s.db plain
is "$status" 2 'an alias without an equals sign is wrong usage'
run paretop alias -d s.db
is "$status" 2 'and so is none'
run paretop alias -d s.db --reject 'GPT-X=other'
is "$status" 0 'two names are told apart'
run paretop sql -d s.db "SELECT count(*) AS n FROM setting WHERE name = 'apart:GPT-X=other'" --format csv
is "$(cat "$out")" "n
1" 'which is kept'
run paretop alias -d s.db --forget --suggest
is "$status" 2 'one thing at a time'
run paretop alias -d s.db --suggest
is "$status" 0 'suggestions are listed'

run paretop sql -d s.db 'SELECT 1 + 1 AS two' --format csv
is "$(cat "$out")" 'two
2' 'SQL answers'
# From a point to its file: cells of tables of several widths, and nested results.
printf 'model,acc,cost\nAlpha,60 %%,"1,014.45"\n' >cells.csv
printf 'model,latency_ms\nalpha,7\n' >narrow.csv
paretop import -q -d trace.db cells.csv narrow.csv "$fixtures/read/lm-eval-0.4.3.json"
paretop alias -d trace.db Alpha=A alpha=A
run paretop sql -d trace.db --format csv "SELECT * FROM trace WHERE model = 'A' ORDER BY file, measure"
is "$(cat "$out")" 'model,name,measure,value,file,place,written
A,Alpha,acc,60,cells.csv,record 0,60 %
A,Alpha,cost,1014.45,cells.csv,record 0,"1,014.45"
A,alpha,latency_ms,7,narrow.csv,record 0,' 'trace: cells with what was written'
run paretop sql -d trace.db --format csv "SELECT count(*) > 0 AS n, count(file) = count(*) AS f,
    count(place) = count(*) AS p, count(model) = count(*) AS m FROM trace WHERE file LIKE '%.json'"
is "$(tail -n 1 "$out")" 1,1,1,1 'and nested results with file, place and model'
run paretop sql --format csv 'SELECT file FROM trace' narrow.csv
is "$(tail -n 1 "$out")" narrow.csv 'of files without a database too'
before=$(cksum <s.db)
for attack in 'DELETE FROM source' 'DROP TABLE source' "ATTACH 'x.db' AS x" \
    "VACUUM INTO 'x.db'" 'PRAGMA user_version = 99' 'SELEC' \
    "SELECT load_extension('x')" 'CREATE TABLE t (a)' 'SELECT 1; DELETE FROM source'; do
    run paretop sql -d s.db "$attack"
    is "$status" 1 "refused: $attack"
    like "$(cat "$err")" 'paretop: *' "and said: $attack"
done
run paretop frontier -d s.db -o max:acc,min:cost --direction acc=min
is "$(cksum <s.db)" "$before" 'a look changes nothing'
[ ! -e x.db ]
ok $? 'and makes no file'

run paretop remove -d s.db speed.csv
is "$status" 0 'a source is removed'
run paretop export -d s.db
unlike "$(head -n 1 "$out")" '*latency*' 'with what it brought'
run paretop remove -d s.db speed.csv
is "$status" 1 'and cannot be removed twice'

chmod 444 s.db
run paretop frontier -d s.db -o max:acc,min:cost --format csv
is "$status" 0 'a database that cannot be written can be looked at'

printf 'model,accuracy,size\nA,0.5,"1,014.45"\nB,0.7,-\n' >wide.csv
mkdir -p evals
printf '{"results": {"quiz": {"acc,none": 0.5, "acc_stderr,none": 0.1}}, "model_name": "A",
    "config": {"model_args": "pretrained=A"}}' >evals/results_a.json
run paretop export --origins wide.csv
is "$(cat "$out")" 'point,measure,value,unit,n,status,source,place,written
A,size,1014.45,B,,measured,wide.csv,record 0,"1,014.45"
A,accuracy,0.5,,,measured,wide.csv,record 0,
B,size,,B,,empty in the source,wide.csv,record 1,-
B,accuracy,0.7,,,measured,wide.csv,record 1,' 'every value of a table leads to its record and text'
run paretop export --origins wide.csv evals
like "$(cat "$out")" '*A,quiz/acc,0.5,*,measured,evals/results_a.json,*results.quiz*acc,none*' \
    'every score leads to its file and path'
run paretop export --origins --format every-eval-ever wide.csv
is "$status" 2 'a format of results has no place for origins'
run paretop sql "SELECT text FROM raw WHERE source = 1 AND row = 0 AND ordinal = 2" wide.csv --format csv
is "$(cat "$out")" 'text
"1,014.45"' 'SQL finds the text as written'
run paretop sql "SELECT c.place FROM score c JOIN measure m ON m.id = c.measure
    WHERE m.name = 'quiz/acc'" evals --format csv
like "$(cat "$out")" '*$.results.quiz*' 'and the path of a score'
finish
