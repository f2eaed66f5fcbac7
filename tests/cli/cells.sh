#!/bin/sh
# Cells of tables that are more than a number, or none: what is read, and what is said of it.
. "$top_srcdir/tests/lib.sh"

answer() { # DB SQL
    paretop sql -d "$1" --format csv "$2" 2>&1 | tail -n 1
}

# --- units ---

cat >units.csv <<'END'
model,f1,mem,latency,odd
alpha,0.31,1.2 GB,120 ms,3 ms
beta,0.28,800 MB,1.5 s,2 GB
gamma,12%,2 GiB,0.3 s,1 ms
END
run paretop import -d units.db units.csv
is "$status" 0 'units in cells'
like "$(cat "$out")" '*repaired  units.csv, record 2: f1: 1 of 3 values was in percent among shares of 1, and divided by 100: "12%" is 0.12*' \
    'a percent among shares is said'
like "$(cat "$out")" '*record 1: mem: 2 of 3 values were converted to GB: "800 MB" is 0.8 GB*' \
    'so is a conversion, with the first of them'
like "$(cat "$out")" '*warnings *record 1: odd stays text: its units do not go together, 2 in ms and 1 in GB*' \
    'and what does not go together'
run paretop list -d units.db measures --format csv
like "$(cat "$out")" '*mem,min,GB,*latency,min,s,*' 'the unit of most cells is that of the column'
is "$(answer units.db 'SELECT latency AS n FROM table_1 WHERE record = 0')" 0.12 'in which all are'
run paretop frontier units.csv --by row -o max:f1,min:mem --format csv
like "$(sed -n 3p "$out")" '1,beta,0.28,800 MB,1.5 s,2 GB,*' 'records come back as they were written'
run paretop frontier units.csv -o max:f1,min:latency --where 'mem < 1' --format csv
is "$(sed -n 2p "$out" | cut -d, -f1-3)" beta,0.28,1.5 'filters see the converted numbers'

# --- what was repaired, a line for each column however many cells it has ---

{
    echo model,accuracy,cost,tokens,plain
    for i in 0 1 2 3 4 5 6 7 8 9; do echo "m$i,5$i.5%,$i.25,\"1,00$i\",$i"; done
    echo 'm10,60,$0.30,7,3'
} >repairs.csv
run paretop import -d repairs.db repairs.csv
like "$(cat "$out")" '*repaired  repairs.csv, record 10: accuracy: 1 of 11 values has no unit and is taken for %, like the others; 10 are written with a unit ("50.5%")*' \
    'units in cells are counted'
like "$(cat "$out")" '*record 0: cost: 10 of 11 *; 1 is written with a unit ("$0.30")*' 'a currency is counted'
like "$(cat "$out")" '*record 0: tokens: 10 of 11 values are written with separators of thousands ("1,000")*' \
    'separators of thousands are counted'
run paretop list -d repairs.db warnings --format csv
is "$(grep -c ,repair, "$out")" 3 'a line for each column is kept'
unlike "$(cat "$out")" '*plain:*' 'and none where nothing was repaired'

# --- units in headers ---

cat >headers.csv <<'END'
model,Average (%),latency [ms],cost ($),Memory (GB),Memory (%)
a,31,12,0.5,3,5
b,40,20,1,4,6
END
printf 'model,latency (s)\na,0.012\nc,0.3\n' >seconds.csv
for names in 'max:Average (%),min:latency [ms]' 'max:average,min:latency' 'max:Average,min:latency'; do
    run paretop frontier headers.csv -o "$names" --format csv
    is "$(cut -d, -f 1-3 "$out")" 'model,Average,latency
a,31,12
b,40,20' "measures are found as $names"
done
run paretop frontier headers.csv -o 'max:Average,min:latency' --where '"latency [ms]" < 15' --format csv
is "$(sed -n '2,$p' "$out" | cut -d, -f 1)" a 'filters know the header as written'
run paretop frontier headers.csv -o 'Average,latency' --direction 'Average (%)=max' --format json
like "$(tr -d '\n' <"$out")" '*{"name": "Average", "unit": "%", "direction": "max"}*{"name": "latency", "unit": "ms"*' \
    'the unit stands beside the name, and decisions know both'
run paretop frontier headers.csv -o 'min:Memory (GB),min:Memory (%)' --format csv
is "$(sed -n 1p "$out" | cut -d, -f 1-3)" 'model,Memory (GB),Memory (%)' \
    'two columns that only their units tell apart keep them'
run paretop frontier headers.csv --by row -o 'max:Average (%),min:latency [ms]' --format csv
is "$(sed -n 1p "$out" | cut -d, -f 1-5)" 'row,model,Average (%),latency [ms],cost ($)' \
    'records have the headers of their file'
run paretop frontier seconds.csv headers.csv -o 'max:Average,min:latency' --format csv
like "$(cat "$out")" '*a,31,0.012,*b,40,0.02,*' 'milliseconds and seconds of two files are one measure'
run paretop list measures headers.csv seconds.csv --format csv
is "$(cut -d, -f 1,3 "$out")" 'measure,unit
Average,%
latency,ms
cost,USD
Memory (GB),GB
Memory (%),%' 'measures are listed without their units'

printf 'model,speed (ms/furlong),Latency (ms/token)\na,3,4\n' >odd-units.csv
run paretop list measures odd-units.csv --format csv
is "$(cut -d, -f 1,3 "$out")" 'measure,unit
speed (ms/furlong),
Latency,ms/token' 'a rate is in its own unit, and in none if nobody knows it'

# --- what is left out ---

printf 'model,acc,cost\na,17.93 \302\261 0.04,0\nb,18.1 +/- 0.3,2\nc,17,-1\n' >spread.csv
run paretop import -d spread.db spread.csv
like "$(cat "$out")" '*record 0: acc: 2 of 3 values have an error behind*not used*a column "acc_stderr"*' \
    'an error in a cell is not silently dropped'
like "$(cat "$out")" "*cost: 1 value of 0 and 1 of -1 are taken as \"not recorded\" (--missing 'cost=0,-1'*keeps them)*" \
    'values that stand for nothing are counted'
printf 'model,acc,cost\na,17.93,0\nb,18.1,2\n' >zero.csv
run paretop import -d zero.db zero.csv
like "$(cat "$out")" '*cost: 1 value of 0 is taken*keeps it)*' 'one of them is one'

# --- shares of 1 among percents ---

printf 'model,accuracy,cost\na,71.2,1\nb,0.712,2\nc,65,3\nd,88.1,2\n' >mixed.csv
run paretop import -d mixed.db mixed.csv
like "$(cat "$out")" '*mixed.csv, record 1: accuracy: 1 of 4 values, 0.712, looks like a share of 1 among percents (65 to 88.1) and is kept as written; if so, write 71.2*' \
    'a share among percents is suspected'
is "$(answer mixed.db 'SELECT accuracy AS n FROM table_1 WHERE record = 1')" 0.712 'and kept'
run paretop frontier mixed.csv
like "$(tr -s ' \n' ' ' <"$out")" '*note *1 warning of the import: mixed.csv, record 1: accuracy*' \
    'who opens the file is told in the notes'
unlike "$(cat "$err")" '*warning*' 'and not twice'
run paretop frontier mixed.csv --format csv
is "$(grep -c '1 warning of the import: mixed.csv, record 1: accuracy' "$err")" 1 \
    'a table tells it on standard error'
run paretop frontier mixed.csv -o max:model
like "$(cat "$err")" '*1 warning of the import: mixed.csv*' 'so does a refusal'
run paretop sql 'SELECT 1' mixed.csv
like "$(cat "$err")" '*1 warning of the import: mixed.csv*' 'and an answer without notes'
printf 'model,accuracy\na,0.712\nb,71.2\nc,0.65\nd,0.881\n' >shares.csv
run paretop import -d shares.db shares.csv
like "$(cat "$out")" '*71.2, looks like a percent among shares of 1 (0.65 to 0.881)*' 'the other way too'
printf 'model,accuracy\na,0.4\nb,71.2\nc,12\nd,2\n' >weak.csv
run paretop import -d weak.db weak.csv
is "$(grep -c "looks like" "$out")" 0 "a weak model is not suspected"

# --- a text among numbers ---

cat >odd.csv <<'END'
model,acc,price
alpha,0.31,1.5
beta,0.28,TBD
gamma,0.4,2
END
run paretop import -d odd.db odd.csv
like "$(cat "$out")" "*warnings  odd.csv, record 1: price looks numeric, but is text: 1 of its 3 values is no number, \"TBD\"; --missing 'price=TBD,0,-1' takes such cells as missing*" \
    'what made a column text is named, with the way out'
run paretop list -d odd.db warnings --format csv
like "$(cat "$out")" '*odd.csv,warning,record 1,*price looks numeric*' 'and can be listed later'
run paretop frontier -d odd.db -o max:acc,min:price
is "$status" 1 'a text column is no objective'
run paretop frontier -d odd.db -o max:acc,min:price --missing price=TBD --format csv
is "$status $(sed -n 2p "$out" | cut -d, -f1-3)" '0 alpha,0.31,1.5' 'the way out leads out'
like "$(tail -n 1 "$out")" 'beta,0.28,,*no price: taken as not recorded*' 'and the cell is missing'
printf '[{"model": "a", "acc": 0.5}, {"model": "b", "acc": 0.6}, {"model": "c", "acc": "?"}]' >odd.json
run paretop import -d json.db odd.json
like "$(cat "$out")" '*odd.json, $[[]2]: acc looks numeric*' 'in JSON the place is a path'
printf 'model,acc,f1\na,"0,31",0.5\nb,"0,4",0.6\n' >comma.csv
run paretop import -d comma.db comma.csv
like "$(cat "$out")" '*record 0: acc stays text: "0,31" has a decimal comma (2 of its 2 values); write a point*' \
    'decimal commas beside points have a hint of their own'
printf 'model,acc,f1\na,"0,31","0,5"\nb,"0,4","0,6"\n' >commas.csv
run paretop import -d commas.db commas.csv
is "$(answer commas.db 'SELECT acc AS n FROM table_1 WHERE record = 0')" 0.31 \
    'where all numbers have them they are read'

# --- files that are no JSON, and why ---

refused() { # TEXT MESSAGE HINT DESCRIPTION
    printf '%b' "$1" >refused.json
    run paretop import -d refused.db refused.json
    like "$status $(cat "$err")" "1 *$2*nothing of this file was imported$3" "$4"
}
refused '[\n  // the best\n  {"model": "a", "acc": 1}]' 'line 2, column 3: *JSON has no comments' \
    '; take the comments out' 'comments are said to be comments'
refused '# the best\n{"model": "a", "acc": 1}\n' 'line 1, column 1: *JSON has no comments' \
    '; take the comments out' 'at the beginning too'
refused '[{"model": "a", "acc": 1,}]' 'line 1, column 26: trailing comma before }' \
    '; delete the comma in line 1, column 25' 'a trailing comma is named with its place'
refused '{"model": "a", "acc": 1}\n{"model": "b", "acc": 1,}\n' 'line 2, column 25: trailing comma*' \
    '; delete the comma in line 2, column 24' 'in JSON Lines too'
refused "{'model': 'a', 'acc': 1}" "line 1, column 2: *found '*" "; write \"text\" for 'text'" \
    'single quotes'
refused '{"model": "a", "ok": True}' 'line 1, column 22: *found T' '; write true, false and null for *' \
    'words of Python'
refused '[{"model": "a", "acc": 1},' 'the text ends*' '; is [i]t complete[?]' 'only what ends early may be incomplete'

mkdir results
printf '{"model": "a", "acc": 1,}' >results/broken.json
printf 'model,acc\na,0.5\n' >results/fine.csv
run paretop import -d results.db results
run paretop list -d results.db warnings --format csv
like "$(cat "$out")" '*results/broken.json,refused,,*trailing comma*' 'refused files can be listed later'
printf '{"model": "a", "acc": 1}' >results/broken.json
run paretop import -d results.db results
run paretop list -d results.db warnings --format csv
unlike "$(cat "$out")" '*refused*' 'until they are read'

# --- --map over several files ---

printf 'model,acc,case\nx,1,1\nx,0,2\ny,1,1\ny,1,2\n' >cases.csv
printf 'model,price\nx,1\ny,2\n' >prices.csv
run paretop import -d map.db --map item=case cases.csv prices.csv
is "$status" 0 'a column that one file has is enough for --map'
like "$(cat "$out")" '*item: case*warnings  prices.csv: --map item=case: no column "case"*' \
    'and it is said of the other'
run paretop import -d map.db --map item=case cases.csv prices.csv
like "$status $(cat "$out")" '0 *unchanged 2 files*' 'the same again changes nothing'
run paretop import -d none.db --map item=caes cases.csv prices.csv
like "$status $(cat "$err")" '1 *none of 2 files has it: --map item=caes: no column "caes"*did you mean "case"*' \
    'a column that no file has is refused, with the nearest'
run test -e none.db
is "$status" 1 'and nothing is kept'

# --- one model in two spellings ---

cat >spelled.csv <<'END'
model,acc,cost
gpt-x ,0.8,5
GPT-X,0.81,5.1
Acme 3 8B,0.6,0.2
acme-3-8b,0.61,0.2
acme-3-70b,0.71,2
END
run paretop import -d spelled.db spelled.csv
like "$(cat "$out")" "*\"gpt-x \" and \"GPT-X\" are spellings of one model, but stay two points where both have a value; paretop alias -d spelled.db 'GPT-X=gpt-x', or :alias, makes them one*" \
    'two spellings in one file are said, with the command that joins them'
like "$(cat "$out")" "*paretop alias -d spelled.db 'acme-3-8b=Acme 3 8B', or*" 'separators too'
unlike "$(cat "$out")" '*70b*' 'other numbers are other models'
run paretop frontier -d spelled.db -o max:acc,min:cost --format csv
is "$(wc -l <"$out" | tr -d ' ')" 6 'they are two points each'
paretop alias -d spelled.db 'GPT-X=gpt-x' 'acme-3-8b=Acme 3 8B' >/dev/null
run paretop frontier -d spelled.db -o max:acc,min:cost --format csv
is "$(cut -d, -f 1-3 "$out")" 'model,acc,cost
gpt-x,0.81,5.1
Acme 3 8B,0.61,0.2
acme-3-70b,0.71,2' 'and one each, the newest run, once the user says so'
printf 'model,acc,cost\ngpt-x ,0.8,5\ngpt-x,0.8,5\n' >blanks.csv
run paretop import -d blanks.db blanks.csv
unlike "$(cat "$out")" '*spellings*' 'blanks around a name are no other spelling'
run paretop frontier -d blanks.db -o max:acc,min:cost --format csv
is "$(cut -d, -f 1-3 "$out")" 'model,acc,cost
gpt-x,0.8,5' 'and no other point'

# --- kinds of files whose models do not meet ---

mkdir -p apart/results apart/speed
for i in 1 2; do
    printf 'model,f1\nred%d,0.5\n' $i >apart/results/f$i.csv
    printf 'model,bleu\ngreen%d,5\n' $i >apart/results/b$i.csv
    printf 'model,latency_ms\nblue%d,5\n' $i >apart/speed/l$i.csv
done
run paretop frontier apart -o max:f1,max:bleu --size 200x40
like "$(cat "$out" "$err" | tr -s '\n ' '  ')" \
    '*two of apart/results/b1.csv with 1 more like it, apart/results/f1.csv with 1 more like it and apart/speed/;*' \
    'two kinds of files in one folder have two names'

# A column that one cell has spoilt is refused with the way out.
printf 'Model,Accuracy (%%),Latency\na,61,10\nb,TBD,20\nc,70,30\n' >tbd.csv
run paretop frontier tbd.csv -o 'max:Accuracy (%),min:Latency'
like "$(cat "$err")" "*\"Accuracy (%)\" holds text*--missing 'Accuracy (%)=TEXT'*list warnings*" \
    'text where numbers are wanted is refused with the way out'
run paretop frontier tbd.csv -o 'max:Accuracy (%),min:Latency' --missing 'Accuracy (%)=TBD' --format csv
is "$status" 0 'which works'

# One without any value is empty, not text.
printf 'model,acc,cost\na,1,\nb,2,\n' >empty.csv
run paretop frontier empty.csv -o max:acc,min:cost
is "$status" 1 'an empty column is no objective'
like "$(cat "$err")" '*"cost" is empty: none of 2 rows has a value*' 'and the reason is that it is empty'
finish
