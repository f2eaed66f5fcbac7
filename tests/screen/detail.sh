#!/bin/sh
# The detail of a point says, per number, the file, the record or JSON path, what is written
# there, and what was done to read a number from it.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat > r.csv <<'EOF'
model,accuracy,tokens,score,cost
alpha,12%,"1,234",3.1 ± 0.2,$1.50
beta,34.5%,"2,000",4.2 ± 0.3,$0.75
gamma,40,900,5.0,2
EOF
printf '{"results":[{"model":"alpha","latency_ms":15},{"model":"beta","latency_ms":20}]}' > r.json
printf 'model;accuracy;latency_ms\nalpha;12,5;1,25\nbeta;34,5;2,5\n' > comma.csv

replay 140x40 r.csv r.json << 'EOF'
:select alpha
<Enter>
:save-screen alpha
<Enter>
:select gamma
<Enter>
:save-screen gamma
EOF
is "$status" 0 'the detail opens'
has alpha '12 %, more is better · r.csv, record 0, written "12%" (% taken as its unit)' 'a percent sign'
has alpha '1234 · r.csv, record 0, written "1,234" (separators of thousands left out)' \
    'separators of thousands'
has alpha 'written "3.1 ± 0.2" (± 0.2 left out: what it is the file does not say)' \
    'what stands after a plus-minus sign'
has alpha '1.5 USD, less is better · r.csv, record 0, written "$1.50" ($ taken as its unit)' \
    'a sign of a currency'
has alpha '15 ms, less is better · r.json, $.results[[]0]' 'a number of a JSON file has its path'
has gamma '900 · r.csv, record 2' 'a plain number has its record'
lacks gamma 'written' 'and nothing was repaired'

printf 'model,accuracy,share,cost\nalpha,0.3,12%%,1\nbeta,0.4,0.31,2\n' > s.csv
replay 140x40 s.csv << 'EOF'
:select alpha
<Enter>
:save-screen share
EOF
has share 'written "12%" (a percent among shares of 1, divided by 100)' 'a percent among shares'

replay 140x40 comma.csv << 'EOF'
:select alpha
<Enter>
:save-screen comma
EOF
has comma '12.5*written "12,5" (with a decimal comma)' 'a decimal comma'
has comma '1.25 ms' 'and its value'

replay 60x16 r.csv r.json << 'EOF'
:select alpha
<Enter>
:save-screen small
EOF
has small 'r.csv, record 0, written' 'on a small screen too'

# By hand: at a cost of 3 the mixture 5/7 a and 2/7 c scores 0.5857. Whichever objective is first.
printf '%s\n' model,acc,cost a,0.5,1 b,0.52,3 c,0.8,8 d,0.85,20 > mix.csv
for objectives in max:acc,min:cost min:cost,max:acc; do
    replay 200x40 mix.csv -o $objectives << 'EOF'
:select b
:save-screen mix
EOF
    has mix 'Per unit of acc: 100 USD from a, 17.9 USD on to c; 71 % of a and 29 % of c are better by 0.0657 at its cost' \
        "what a mixture of others would gain: $objectives"
done
finish
