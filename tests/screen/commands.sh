#!/bin/sh
# Commands that change the question, typed or by keys: kept measures, directions, missing
# values, grouping, sorting; detail; saving; and what is asked before a session is lost.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat > t.csv <<'EOF'
model,accuracy,latency_ms,size_mb,hardware
small,0.50,10,100,A
small,0.52,12,100,B
middle,0.60,20,300,A
large,0.70,40,900,A
slow,0.55,80,200,A
free,0.65,0,150,A
EOF
play() { replay "${2:-120x36}" "$1"; } # FILE [SIZE] < KEYS

play t.csv << 'EOF'
<Enter>
:save-screen detail
<Enter>
:save-screen closed
EOF
has detail 'record' 'Enter shows where the values came from'
lacks closed 'record 2,' 'Enter again closes it'

play t.csv << 'EOF'
:direction size_mb=max
:x size_mb
:save-screen s
u
u
:save-screen undone
EOF
has s 'size_mb, MB, more is better' ':direction decides which way is better'
has undone 'size_mb, MB, less is better' 'and can be undone'

printf 'model,accuracy,accuracy_stderr,cost\na,0.5,0.02,1\nb,0.6,0.02,2\n' >se.csv
play se.csv << 'EOF'
e
:save-screen wide
:set alpha 0.5
:save-screen narrow
EOF
has wide 'error bars: normal, at 1 - alpha' 'error bars say what they are'
has narrow '0.525 ' 'and follow the level: the axis need not reach as far'
lacks wide '0.525 ' 'as it does at 95 %'

play t.csv << 'EOF'
:x latency_ms
:save-screen proposed
:missing none
:save-screen none
EOF
has proposed 'left out' 'a latency of 0 is taken as not measured'
lacks none 'left out' ':missing none keeps it'

play t.csv << 'EOF'
:by model,hardware
:save-screen s
:by model
EOF
has s 'by model, hardware' ':by groups records into points'

play t.csv << 'EOF'
:where accuracy >
:save-screen s
EOF
is "$status" 1 'a filter that is not complete fails a script'
has s 'ends too early' 'and is said to end too early'
lacks s 'near ")"' 'without a word of what was never typed'

play t.csv << 'EOF'
2l]
:save-screen down
[
:save-screen up
S
:save-screen none
EOF
has down '▼' '] sorts down'
has up '▲' '[ sorts up'
lacks none '▲' 'S takes the sorting away'

play t.csv << 'EOF'
:direction size_mb=min
q
:save-screen asks
<Esc>
:save-screen stays
EOF
has asks '1 decision*would be lost' 'q asks before a decision is lost'
lacks stays 'would be lost' 'Esc stays'

play t.csv << 'EOF'
:direction size_mb=max
:save kept.db
:save-screen s
EOF
is "$status" 0 ':save writes a database'
has s 'paretop -d kept.db' 'and says how to open it'
run paretop list -d kept.db measures --format csv
like "$(cat "$out")" '*size_mb,max*' 'with the direction that was decided'

play t.csv << 'EOF'
:keep frontier.layer rank
:save-screen kept
:x min:rank
:save-screen axis
EOF
is "$status" 0 ':keep makes a column of the result a measure'
has axis 'rank' 'which can be an axis'

{
    echo model,accuracy,latency_ms
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do echo "m$i,0.$((i + 10)),$i"; done
} > many.csv
printf 'model,accuracy,accuracy_stderr,n,cost\nfirst long name,0.70,0.01,2000,1\n' > two.csv
printf 'second long name,0.60,0.01,2000,2\nthird,0.5,0.01,2000,0.5\n' >> two.csv

play many.csv 80x24 << 'EOF'
<Down><Down><Down><Down><Down><Down><Down><Down><Down><Down>
2
:save-screen table
EOF
has table 'm1 *m14' 'a page with more room hides no rows above empty ones'
play two.csv 80x24 << 'EOF'
:mark first
:mark second
c
:save-screen means
T
:save-screen differences
EOF
has differences '◆*┼*0.08*0.10*0.12' 'the axis of a chart with one row has its numbers'
has means 'below 1e-6 for this one, even allowing for that.' 'and the whole verdict stands there'
cat > three.csv << 'EOF'
model,acc,acc_stderr,n,cost
alpha-model-with-a-name,0.700,0.012,1400,1
beta-model-with-a-name,0.740,0.012,1400,2
gamma-model-with-a-name,0.805,0.012,1400,3
EOF
play three.csv 80x24 << 'EOF'
3
:save-screen three
EOF
has three 'acc *gamma-model-with-a-name *2' 'three models: the measures'
has three 'gamma-model-with-a-name *├*●*┤' 'the intervals'
has three 'verdict  3 of 3 pairs*at 1.5 times the cost (taken as exact): a
         trade-off. ' 'and the whole verdict'
play three.csv 100x34 << 'EOF'
3
:save-screen tall
EOF
is "$(text tall | grep -c '^─')" 1 'no rows are kept for a point where none is selected'

cat > long.csv << 'EOF'
model,accuracy,accuracy_stderr,latency_ms
a-quite-long-name-of-a-model-small,0.50,0.01,10
a-quite-long-name-of-a-model-large,0.80,0.01,20
EOF
for size in 80x24 60x24; do
    play long.csv "$size" << 'EOF'
*cT
:save-screen differences
EOF
    has differences 'small − *large' "$size: a difference keeps its sign, and both names their ends"
    text differences | awk '/^> accuracy/ { exit !($4 + 0 == -0.3) }'
    ok $? "$size: the table's difference is the first less the second"
    has differences '-0.32*-0.3*-0.28' "$size: and so is the chart's"
done
# A file that is there is not replaced unasked, and how to ask is said.
echo mine > there.csv
play t.csv << 'EOF'
wthere.csv<Enter>
:save-screen refused
:write! there.csv
EOF
has refused 'there.csv is there already; :write! there.csv replaces it' 'w says how a file is replaced'
like "$(cat there.csv)" 'model,*' 'and so it is'
finish
