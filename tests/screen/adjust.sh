#!/bin/sh
# Options of a lens changed by keys: numbers along round values, choices in a ring, switches.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

printf 'model,accuracy,latency_ms\nA,0.5,1\nB,0.6,2\nC,0.55,3\n' > t.csv
play() { replay 100x30 t.csv; }

play << 'EOF'
a
:save-screen first
EOF
has first 'rule strict*h l change' 'a names the option in hand and the keys'

play << 'EOF'
al
:save-screen one
EOF
has one 'frontier, weak' 'l takes the next choice, and the answer follows'
play << 'EOF'
ah
:save-screen ring
EOF
has ring 'rule box needs a tolerance' 'h goes round the end'
play << 'EOF'
all<Esc>u
:save-screen undone
EOF
has undone 'frontier, weak' 'u takes a step back'
play << 'EOF'
all<BS>
:save-screen back
EOF
has back 'frontier, strict' 'Backspace takes the default'

play << 'EOF'
:adjust b
h
:save-screen fine
:adjust b
H
:save-screen coarse
EOF
has fine 'b 8000' 'h goes to the next round number below'
has coarse 'b 5000' 'H further'
play << 'EOF'
:adjust hull
l
:save-screen on
:command-line
:save-screen line
EOF
has on 'hull 1' 'a flag is switched'
has line 'hull=1' 'and is part of the command line'
play << 'EOF'
:adjust budget
l
:save-screen set
EOF
has set 'budget 1 ' 'a number that was not set starts at one'
play << 'EOF'
:adjust nonsense
:save-screen s
EOF
has s 'no option' 'an option that is not there is said'
play << 'EOF'
aj<Esc>j
:save-screen left
EOF
has left '>*C' 'after Esc the keys move again'

printf '%s\n' model,accuracy,accuracy_stderr,cost_usd a,0.7,0.1,2 b,0.69,0.1,3 c,0.3,0.01,1 \
    d,0.1,0.01,4 >doubt.csv
replay 100x34 doubt.csv << 'EOF'
:objective max:accuracy,min:cost_usd
:adjust ellipses
l
:save-screen ellipses
EOF
has ellipses 'ellipses 1*h l change' 'ellipses are switched by keys'
has ellipses 'ellipses: where score and cost lie together at 95 %' 'and said'
for state in '●' '◐' '·'; do
    has ellipses "$state" "$state: the three states have glyphs of their own"
done
printf '%s\n' model,method,params,accuracy,cost_usd whole,,100,0.90,10 p1,prune,100,0.895,9 \
    p2,prune,50,0.88,6 q2,quant,25,0.86,3 >small.csv
replay 132x40 small.csv << 'EOF'
:objective max:accuracy,min:cost_usd
:set method method
:save-screen early
:set compression params
:chart compression
:save-screen compression
:write compression.svg
EOF
has early '--method says nothing without --compression' 'half of a question is refused in words'
has compression 'ratio (log), more is better' 'compression has a chart of its own'
has compression 'prune: meets the full model at ratio 1' 'and words'
like "$(cat compression.svg)" '*ratio (log), more is better*' 'the chart on the screen is the one that is written'
replay 132x34 doubt.csv << 'EOF'
:objective max:accuracy,min:cost_usd
:adjust bands
l
:save-screen bands
EOF
has bands 'bands: what 5, 50 and 95 % of 200 resampled frontiers attain' 'bands are switched by keys'
printf '%s\n' model,accuracy,accuracy_stderr,cost_usd a,0.7,0.01,2 b,0.69,0.01,3 c,0.3,0.01,1 \
    d,0.74,0.01,4 >signs.csv
replay 132x34 signs.csv << 'EOF'
:lens compare
:chart matrix
:table matrix
:save-screen matrix
:chart plane
:save-screen plane
EOF
has matrix '-\*\*\*' 'the matrix has signs and stars'
has matrix '+ the row is better' 'and says what they mean'
has plane 'cost_usd, USD' 'the plane has score against cost'
finish
