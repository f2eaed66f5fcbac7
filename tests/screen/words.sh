#!/bin/sh
# What is said in sentences: cut only where it says so, with a key that shows all of it, and
# the keys that matter are in sight whatever is said.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

four_models > t.csv
play() { replay "$1" t.csv; } # SIZE < KEYS
has() { like "$(text "$1" | tr -s '\n ' ' ')" "*$2*" "$3"; }
last() { text "$1" | tail -n 1; }
long='one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'

for size in 80x24 60x16 40x12 160x50; do
    play "$size" << EOF
:save-screen first
:echo $long
:save-screen said
:echo short
:save-screen short
EOF
    for screen in first said short; do
        like "$(last $screen)" '*[?] help' "$size, $screen: the last line has the key of help"
        like "$(last $screen)" '*x y axes*' "$size, $screen: and those of the axes"
    done
    has short 'short' "$size: a short message"
done

play 40x12 << EOF
vG
:save-screen end
g
:save-screen all
g
:save-screen top
v
:save-screen closed
:echo $long
:save-screen cut
EOF
has cut 'one two*… v: all' 'a message that is cut says which key shows all'
lacks closed 'The knee' 'a small screen has no verdict'
has all 'verdict*3 of 4' 'v shows it'
has all 'more lines' 'and says that there is more'
has end 'next would be*size_mb (4)' 'G goes to the end, which is that of the last message'
has top 'verdict*3 of 4' 'and g to the beginning'
lacks closed 'last message' 'v again closes it'

play 60x16 << EOF
:save-screen first
v
:save-screen all
<Esc>
:save-screen closed
EOF
has first '… v: all' 'a verdict that is cut says which key shows all'
has all 'The knee is middle*before it 1 ms' 'v shows the whole verdict'
has all 'latency_ms is taken as exact' 'and the notes'
lacks closed 'last message' 'Esc closes it'

play 80x24 << EOF
:save-screen first
:bind any Z words
:bind any v
:echo $long $long $long $long $long
:save-screen bound
EOF
has first 'v: 2 notes' 'notes without room are counted'
has bound '… Z: all' 'the key is the one in force'
finish
