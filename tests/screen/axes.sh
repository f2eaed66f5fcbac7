#!/bin/sh
# The axes of a plot by keys: choosing them where none can be chosen by itself, logarithmic
# or linear, zoom and pan; each page's plot by itself.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

printf 'model,score,votes\nA,0.9,100\nB,0.8,300\nC,0.7,20\n' > noaxes.csv
four_models > t.csv
play() { replay 80x24 "$1"; } # FILE < KEYS

play noaxes.csv << 'EOF'
:save-screen first
x
:save-screen x
<Esc>ysco<Enter>
:save-screen one
x
:save-screen list
vot<Enter>
:save-screen asks
<Enter>
:save-screen both
EOF
is "$status" 0 'a table without a pair of axes can be explored'
has first 'B *0.8 *300' 'its points are shown'
has first 'Press y, then x' 'and the keys that choose axes are named'
lacks first '-o max:' 'not an option of the command line'
has x 'first the y axis' 'x alone asks for the y axis first'
has one 'A alone is on the frontier' 'one axis ranks the points'
has list '  votes *direction unknown*3 of 3 points' 'the list of axes tells what is known of each'
has asks 'votes: is more better, or less?' 'an unknown direction is asked for'
has both 'votes, more is better' 'and then it is the x axis'

printf 'model,acc,cost\na,0.5,1\nb,0.7,3\nc,0.75,30\nd,0.9,100\n' > wide.csv
play wide.csv << 'EOF'
:save-screen named
:where cost > 1000
:save-screen emptied
3
:save-screen compared
EOF
has named 'cost, USD (log)' 'a logarithmic axis that was not asked for says so'
has emptied 'the filter "cost > 1000" leaves none of 4 points' 'a filter that leaves nothing is told'
has emptied '& to change the filter' 'with the key that changes it'
lacks emptied 'Press y' 'not those of the axes'
has compared 'leaves none of 4 points' 'where models are compared too'
lacks compared 'Mark two to eight' 'nothing could be marked'
printf ':save-screen small\n' > keys
run paretop --script keys --size 60x16 wide.csv
has small '
log  *1 *10 *100' 'even without room for names'

play t.csv << 'EOF'
:save-screen linear
X
:save-screen log
<Space>j<Space>c
:save-screen compare
1X
:save-screen back
EOF
has linear 'latency_ms, ms, less' 'the x axis is linear'
has log 'latency_ms, ms (log)' 'X makes it logarithmic'
lacks compare '(log)' 'the chart of another page stays as it is'
lacks back '(log)' 'X again makes it linear'

play t.csv << 'EOF'
Y
:save-screen log
u
:save-screen undone
EOF
has log 'accuracy (log)' 'Y makes the y axis logarithmic'
lacks undone '(log)' 'u takes it back'

# ticks FILE: the labels under the x axis, in one line
ticks() { text "$1" | awk '/┼/ {getline; print; exit}' | tr -s ' '; }
play t.csv << 'EOF'
:save-screen fit
<Tab>+
:save-screen in
L
:save-screen right
H
:save-screen left
0
:save-screen again
-
:save-screen out
:save-view zoomed.view
EOF
unlike "$(ticks in)" '* 80*' '+ zooms in on the selected point'
has in 'small*┈●' 'which stays in sight'
has in 'not drawn*' 'the chart says that points are outside'
unlike "$(ticks in)" "$(ticks right)" 'L pans'
is "$(ticks left)" "$(ticks in)" 'H pans back'
is "$(ticks again)" "$(ticks fit)" '0 shows all points'
like "$(ticks out)" '*100*' '- zooms out'
like "$(cat zoomed.view)" '*:zoom *' 'the zoom is part of a view'
run paretop -V zoomed.view --script /dev/stdin --size 80x24 t.csv << 'EOF'
<Tab>
:save-screen viewed
EOF
is "$(ticks viewed)" "$(ticks out)" 'and comes back with it'

# The scale of a measure is the same wherever it is an axis, and in a view.
play t.csv << 'EOF'
X
:lens indicators
:save-screen carried
X
:save-screen turned
:page frontier
:save-screen back
:log x on
:save-view log.view
EOF
has carried 'latency_ms, ms (log)' 'a logarithmic measure is so in another lens'
lacks turned '(log)' 'X turns it there'
lacks back '(log)' 'and here'
run cat log.view
like "$(cat "$out")" '*:scale latency_ms=log*' 'a view keeps the scale of the measure'
run paretop --script /dev/stdin -V log.view --size 80x24 t.csv << 'EOF'
:save-screen seen
:scale latency_ms=auto
:save-screen auto
:scale latency_ms=cubic
:save-screen cubic
EOF
has seen 'latency_ms, ms (log)' 'and gives it back'
lacks auto '(log)' ':scale MEASURE=auto forgets it'
has cubic 'log, linear or auto, not "cubic"' 'what it cannot be is said'

# The budget: at most where less is better, a floor where more is.
play t.csv << 'EOF'
:budget 20
:save-screen most
:direction size_mb=max
:x size_mb
:budget 250
:save-screen least
B
:save-screen adjust
EOF
has most 'latency_ms at most 20 ms: best of 2 is middle, accuracy 0.6' 'a budget is a ceiling'
has least 'size_mb at least 250 MB: best of 2 is large, accuracy 0.7' 'and a floor where more is better'
has adjust 'size_mb at least 250 MB' 'B moves that floor'
play t.csv << 'EOF'
2B
:save-screen page
EOF
has page 'line of the frontier*plot' 'elsewhere there is no such line'

# A capability is drawn upwards whatever was named first; the keys follow what is seen.
play t.csv << 'EOF'
:objective min:latency_ms,max:accuracy
:x size_mb
:save-screen x
:x accuracy
:save-screen said
EOF
has x 'accuracy, more is better*size_mb, MB, less is better' 'x changes the axis that is seen'
has said 'accuracy is on the y axis: a capability is drawn upwards' 'and says why it could not'

# A list of objectives with a name that is none or several: the axes stay as they were.
for list in 'max:accuracy,m' 'm,max:accuracy' 'max:accuracy,nonsense' 'max:accuracy,accuracy'; do
    play t.csv << EOF
:objective $list
:save-screen refused
EOF
    has refused 'accuracy, more is better*latency_ms, ms, less is better' "$list leaves the view"
done
play t.csv << 'EOF'
:objective max:accuracy,m
:save-screen several
:objective max:accuracy,size
:save-screen found
EOF
has several '"m" could be any of: latency_ms, size_mb' 'several names are listed'
has found 'accuracy, more is better*size_mb, MB, less is better' 'and one is taken'

# Every line of the plot has its name, and every point its error bars.
play t.csv << 'EOF'
:set limits 1
:set bands 1
:set b 99
e
:save-screen lines
EOF
for name in conservative optimistic '5 %' '50 %' '95 %'; do
    has lines "─${name}─" "the line of $name says so"
done
like "$(sed -n '4,8p' lines)" '*0.6 ┤*●*·*┴*' 'a dominated point has error bars, too'

for size in 80x24 40x12; do
    replay "$size" t.csv << 'EOF'
x
:save-screen list
EOF
    has list 'arrows,*move*typing searches' "$size: a list says how to move and to search"
done
play t.csv << 'EOF'
:save-screen one
:save-screen two
EOF
has two 'one written: this screen as text' 'a screen that was saved is confirmed'

# Measures of one kind only: two that would do are named, first in the list, and one key away.
cat > onekind.csv << 'EOF'
model,height,width,steps,hardware,duration_s,energy_kwh
A,512,512,4,X,0.7,0.1
B,480,720,50,X,51.6,3
C,480,848,64,X,12,5
EOF
play onekind.csv << 'EOF'
:save-screen first
v
:save-screen words
vy
:save-screen list
<Enter>
:save-screen both
EOF
has first 'model *duration_s *energy_kwh' 'measures come before what describes'
is "$(text words | tr -s '\n ' ' ' | grep -c 'duration_s and energy_kwh are there for 3 of 3 points: press y, then Enter')" 1 \
    'two measures that would do are named'
has list '> duration_s against energy_kwh *both axes' 'and stand first in the list'
has both 'duration_s, s*energy_kwh, kWh' 'Enter takes both'
play onekind.csv << 'EOF'
x
:save-screen x
<Down><Enter>x
:save-screen next
EOF
has x '> duration_s against energy_kwh' 'x alone offers them too'
has next 'x axis' 'a y axis by itself is followed by x'

# A note that has no room beside its name is told whole below the list.
echo 'L
:save-screen s' > keys
cat > notes.csv << 'EOF'
model,accuracy,latency_ms
a,0.5,10
b,0.6,20
EOF
run paretop --script keys --size 60x24 notes.csv
like "$(text s)" '*which models are worth considering, and what the next*point costs*' 'the chosen entry is told whole'

finish
