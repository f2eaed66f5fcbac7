#!/bin/sh
# The explorer without a terminal: keys are replayed, screens are text to compare.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"
screens=$top_srcdir/tests/screen

four_models > t.csv
printf 'model,accuracy,latency_ms\nA,0.5,1\nB,0.6,2\n' > plain.csv

# play SIZE < KEYS: replays them over t.csv.
play() { replay "$1" t.csv; }

play 80x24 << 'EOF'
:save-screen s
EOF
is "$status" 0 'a script runs without a terminal'
text s > first
same_file first "$screens/first-80x24.txt" 'the first screen at 80x24'
is "$(text s | wc -l)" 24 'it has 24 lines'
like "$(text s | sed -n 2p)" 'accuracy*● *frontier*┈ selected' 'the symbols are explained beside the axis'

for size in 132x34 160x50 40x12; do
    play "$size" << 'EOF'
:save-screen s
EOF
    is "$(text s | wc -l)" "${size#*x}" "$size: as many lines"
    is "$(text s | LC_ALL=C tr -d '\200-\277' |
        LC_ALL=C awk -v most="${size%x*}" 'length($0) > most' | wc -l)" 0 "$size: none too long"
    has s large "$size: the models are there"
done

play 100x30 << 'EOF'
j<Space>jj<Space>c
:save-screen s
EOF
has s 'compare' 'two marked models are compared'
has s 'beats' 'and the verdict says which is better'

awk 'BEGIN { print "model,acc,cost"; for (i = 1; i <= 10; i++) print "m" i "," i "," i }' >ten.csv
replay 100x30 ten.csv << 'EOF'
*c
:save-screen s
M
:save-screen unmarked
EOF
has s 'compare takes at most 8 points, not 10' 'more than eight marks are too many, which says how many fit'
has s '10 are marked. M unmarks all' 'and how to have fewer'
has unmarked 'Mark two to eight points' 'which leaves the way to a comparison'

play 100x30 << 'EOF'
:x size_mb
:save-screen x
u
:save-screen undone
<C-r>
:save-screen redone
EOF
has x 'size_mb, MB, less is better' ':x chooses the axis'
has undone 'latency_ms, ms, less is better' 'u takes it back'
has redone 'size_mb, MB, less is better' 'Ctrl-R does it again'

play 100x30 << 'EOF'
&accuracy > 0.52<Enter>
:save-screen s
\
:save-screen all
EOF
has s '3 of 4' '& filters'
lacks s small 'what is filtered is gone'
has all '4 of 4' '\ clears the filter'

play 100x30 << 'EOF'
/slow<Enter>
:save-screen s
EOF
has s '>*slow' '/ finds a model'

for size in 80x24 40x12; do
    play "$size" << 'EOF'
?
:save-screen help
G
:save-screen end
EOF
    for key in Space c Enter 'x y' '&' L w : 'q Q'; do
        text help | grep -qE "^[> ] $key  "
        ok $? "$size: the first screen of help has the key $key"
    done
    lacks help … "$size: nothing of it is cut"
    lacks end … "$size: nor of the last entries"
    has end '> :set cursor off|on' "$size: and the cursor goes there"
    is "$(text end | sed 1d | grep -c '^$')" 0 "$size: no line is empty there"
done
play 80x24 << 'EOF'
?/logarithmic axes
:save-screen found
<Enter><Enter>
:save-screen ran
EOF
has found '> X Y *logarithmic axes, or linear' 'an entry is found by its words'
has ran 'latency_ms, ms (log)' 'and Enter runs it'

play 100x30 << 'EOF'
:x nonsense
:save-screen s
EOF
has s 'nonsense' 'a wrong name is said'

play 100x30 << 'EOF'
:x size_mb
:save-view mine.view
EOF
run paretop --script /dev/stdin -V mine.view --size 100x30 t.csv << 'EOF'
:save-screen s
EOF
has s 'size_mb, MB, less is better' 'a saved view comes back'

printf 'save stolen.db\n' > evil.view
printf ':save-screen s\n' > keys
run paretop --script keys -V evil.view --size 100x30 t.csv
[ ! -e stolen.db ]
ok $? 'a view writes no file'

# Three keys beside the measures: what was measured stays in sight.
cat > keyed.csv << 'EOF'
model,hardware,precision,batch,accuracy,accuracy_stderr,latency_ms
a model with quite a long name of its own,Some accelerator 80 GB SXM,mixed bfloat16,16,0.5,0.01,10
another model with a name of some length,Some accelerator 80 GB SXM,mixed bfloat16,32,0.6,0.01,20
EOF
printf ':save-screen s\nh\n:save-screen t\n<Tab>\n:save-screen u\n' > keys
run paretop --script keys --size 60x30 --by model,hardware,precision,batch keyed.csv
is "$status" 0 'keys of several columns'
like "$(text s)" '*accuracy*±se*latency_ms*P(F)*' 'objectives and probability are in sight'
lacks s ' batch ' 'keys that had no room are not'
has s '─ +3 columns: h ─' 'and the rule above the table says how to see them'
like "$(text t | grep '  model ')" '*batch*' 'a column the cursor is on comes into sight'
like "$(text u)" '*+* column*: Tab h*' 'where the plot has the keys, the key to the table is named'
run paretop frontier --by model,hardware,precision,batch --size 60x30 keyed.csv
like "$(cat "$out")" '*P(F)*too narrow for: *batch*' 'printed tables name what is left out, keys too'

printf 'model,accuracy,latency_ms\nevil\033[2J\033]0;x\007,0.5,1\nb,0.6,2\n' > t.csv
play 80x24 << 'EOF'
:save-screen s
EOF
is "$(tr -d -c '\033\007' < s | wc -c)" 0 'a hostile name reaches no screen'

LC_ALL=C run paretop --script keys --size 80x24 plain.csv
is "$(text s | LC_ALL=C tr -d '\n -~' | wc -c)" 0 'in an ASCII locale the screen is ASCII'
finish
