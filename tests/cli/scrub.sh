#!/bin/sh
# Names from strangers: control characters, bidi controls and markup act on nothing, in any
# format and in messages.
. "$top_srcdir/tests/lib.sh"

escape=$(printf '\033')
{
    printf 'model,acc,cost\n'
    printf '"\033]0;x\007title",50,1\n'
    printf '"\033[2Jclear",60,2\n'
    printf '"back\rover",70,3\n'
    printf '"\342\200\256bidi",80,4\n'
    printf '"<script>alert(1)</script>&amp;",81,5\n'
    printf '"a|b`c*d_[x](javascript:y)",82,6\n'
    printf '"=1+1",83,7\n'
    printf '"q""uote, comma",84,8\n'
    printf '"c1\302\233m",85,9\n'
} >hostile.csv
controls() { LC_ALL=C tr -d '\n\040-\176\200-\377' <"$1" | wc -c | tr -d ' '; }
acts() { # any byte that could act on a terminal, but newlines; C1 and bidi by their UTF-8
    is "$(controls "$1")" 0 "$2: no control bytes"
    LC_ALL=C grep -q "$(printf '\302[\200-\237]')" "$1"
    is $? 1 "$2: no C1 controls"
    LC_ALL=C grep -q "$(printf '\342\200\256')" "$1"
    is $? 1 "$2: no bidi controls"
}

for format in text plain; do
    run paretop frontier hostile.csv -o max:acc,min:cost --format $format --plot
    is "$status" 0 "$format: succeeds"
    acts "$out" $format
done
run paretop frontier hostile.csv -o max:acc,min:cost --format markdown
acts "$out" markdown
unlike "$(cat "$out")" '*<script>*' 'Markdown: no HTML'
run paretop frontier hostile.csv -o max:acc,min:cost --format svg
acts "$out" svg
unlike "$(cat "$out")" '*<script>*' 'SVG: no elements from names'
if command -v xmllint >/dev/null; then
    xmllint --noout "$out" 2>"$err"
    ok $? 'SVG: valid XML'
else
    skip 'SVG: valid XML' 'no xmllint'
fi
run paretop frontier hostile.csv -o max:acc,min:cost --format json
is "$(controls "$out")" 0 'JSON: controls are escaped'
if command -v jq >/dev/null; then
    jq -r '.. | strings' "$out" >strings 2>"$err"
    ok $? 'JSON: parses'
    like "$(cat strings)" "*$escape\\[2Jclear*" 'JSON: and gives names back as they were'
else
    skip 'JSON: parses' 'no jq'
    skip 'JSON: and gives names back as they were' 'no jq'
fi
run paretop frontier hostile.csv -o max:acc,min:cost --format csv
is "$(awk -F'"' 'NF % 2 == 0' "$out")" '' 'CSV: quotes are balanced on every line'
paretop frontier hostile.csv -o max:acc,min:cost --format csv 2>"$err" |
    paretop frontier - -o max:acc,min:cost --format csv >again 2>"$err"
is "$(wc -l <again | tr -d ' ')" "$(wc -l <"$out" | tr -d ' ')" 'CSV: reads back'
run paretop frontier hostile.csv -o max:acc,min:cost --format csv --safe-csv
like "$(cat "$out")" "*'=1+1*" '--safe-csv disarms formulas'

# Messages: names of columns, files, options and commands.
printf 'model,"a\033[2Jb",cost\nx,1,2\n' >column.csv
run paretop frontier column.csv -o 'max:zz,min:cost'
acts "$err" 'an unknown measure'
run paretop frontier column.csv -o "max:$(printf 'z\033[2J')"
acts "$err" 'a hostile request'
cp column.csv "$(printf 'file\033[2J.csv')"
run paretop frontier "$(printf 'file\033[2J.csv')" -o max:zz
acts "$err" 'a hostile file name'
printf 'model,x\na,1,2\n' >"$(printf 'ragged\033[2J.csv')"
run paretop frontier "$(printf 'ragged\033[2J.csv')"
acts "$err" 'a refused file'
run paretop "$(printf -- '--\033[2J')"
acts "$err" 'an unknown option'
run paretop frontier hostile.csv --where "$(printf '"\033[2J" > 1')"
acts "$err" 'a filter'
run paretop compare hostile.csv
acts "$out" 'compare'
acts "$err" 'compare, messages'
run paretop import -d x.db hostile.csv
acts "$out" 'an import summary'
for list in models measures sources runs aliases warnings; do
    run paretop list $list -d x.db
    is "$status" 0 "list $list"
    acts "$out" "list $list"
done
finish
