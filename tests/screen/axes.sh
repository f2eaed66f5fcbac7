#!/bin/sh
# The axes of a plot by keys: choosing them where none can be chosen by itself, logarithmic
# or linear, zoom and pan; each page's plot by itself.
. "${top_srcdir:?is set by make check}/tests/lib.sh"

printf 'model,score,votes\nA,0.9,100\nB,0.8,300\nC,0.7,20\n' > noaxes.csv
cat > t.csv <<'EOF'
model,accuracy,accuracy_stderr,latency_ms,size_mb
small,0.50,0.01,10,100
middle,0.60,0.01,20,300
large,0.70,0.01,40,900
slow,0.55,0.01,80,200
EOF
play() { # FILE < KEYS
    cat > keys
    run paretop --script keys --size 80x24 "$1"
}
text() { sed '/^--- inks ---$/,$d' "$1"; }
has() { like "$(text "$1")" "*$2*" "$3"; }
lacks() { unlike "$(text "$1")" "*$2*" "$3"; }

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
has first 'B *300 *0.8' 'its points are shown'
has first 'Press y, then x' 'and the keys that choose axes are named'
lacks first '-o max:' 'not an option of the command line'
has x 'first the y axis' 'x alone asks for the y axis first'
has one 'A alone is on the frontier' 'one axis ranks the points'
has list '> votes *direction unknown*3 of 3 points' 'the list of axes tells what is known of each'
has asks 'votes: is more better, or less?' 'an unknown direction is asked for'
has both 'votes, more is better' 'and then it is the x axis'

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
finish
