#!/bin/sh
# Prompts: editing, history, completion; what a session can take back and make again; several
# kept measures; views that are switched.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

four_models > t.csv
play() { replay "${1:-100x30}" t.csv; } # [SIZE] < KEYS

# --- editing ---
play << 'EOF'
:save-screen plain
S:
echo world<C-a><Right><Right><Right><Right><Right>big <Enter>
:save-screen insert
S:
echo one two three<C-w>four<Enter>
:save-screen word
S:
nonsense<C-u>echo fresh<Enter>
:save-screen line
S:
echo abcdef<Left><Left><C-k><Enter>
:save-screen rest
S:
xecho del<Home><Del><End>eted<Enter>
:save-screen delete
S:
echo back<BS><BS>g<C-b>i<C-e>!<Enter>
:save-screen back
S:
echo e<C-a><C-f><C-f><C-f><C-f><C-f><C-d>déjà<C-e><BS>a<Enter>
:save-screen wide
S:
echo gone<Esc>
:save-screen gone
S:
<BS>
:save-screen empty
EOF
is "$status" 0 'what is typed runs'
has insert 'big world' 'Ctrl-A and arrows move'
has word 'one two four' 'Ctrl-W erases a word'
has line 'fresh' 'Ctrl-U erases the line'
lacks line 'nonsense' 'and nothing of it runs'
has rest 'abcd ' 'Ctrl-K erases the rest'
has delete 'deleted' 'Home, Del and End'
has back 'baig!' 'Backspace, Ctrl-B and Ctrl-E'
has wide 'déja' 'characters of several bytes are one'
lacks gone 'gone' 'Esc runs nothing'
is "$(text empty | tail -n 1 | cut -c 1-5)" '     ' 'Backspace on an empty line closes it'

# --- history ---
play << 'EOF'
S:
echo first<Enter>:
echo second<Enter>
/large<Enter>:
draft<Up><Up>
:save-screen twice
<Down><Down>
:save-screen draft
<Up><Enter>
:save-screen again
/<Up>
:save-screen search
<Esc>:
<C-p><C-p>
:save-screen order
<Esc>
EOF
has twice ':echo first' 'arrows go back in the history'
has draft ':draft' 'and forth to what was being typed'
has again 'second' 'a line of the history runs'
has search '/large' 'each kind of prompt has its own'
has order ':echo first' 'a line that runs again is the newest'

# --- completion ---
play << 'EOF'
S:
derive<Tab>
:save-screen one
<Esc>:
s<Tab>
:save-screen several
<Tab><Tab>
:save-screen second
<Esc>:
x lat<Tab><Enter>
:save-screen x
S:
set gly<Tab> asc<Tab>
:save-screen setting
<Esc>&acc<Tab> > 0.55<Enter>
:save-screen where
:where none
S:
mark mid<Tab><Enter>
:save-screen mark
EOF
has several 'search *search-next' 'Tab shows what can follow'
has x 'latency_ms, ms, less is better' 'the name of a measure is completed'
has setting ':set glyphs ascii' 'an option and its value are'
has where 'where accuracy > 0.55' 'columns are, in a filter'
has where '2 of 4 models' 'which is applied'
has mark '1 marked' 'and the names of points'

# --- undo and redo of marks and filters ---
play << 'EOF'
<Space>
:where accuracy > 0.55
:save-screen both
u
:save-screen unfiltered
u
:save-screen unmarked
u
:save-screen bottom
<C-r>
:save-screen marked
<C-r>
:save-screen again
<C-r>
:save-screen top
u
<Space>
<C-r>
:save-screen other
EOF
has both '1 marked' 'a point is marked'
has both '2 of 4 models' 'and a filter is there'
has unfiltered '4 of 4 models' 'u takes the filter away'
has unfiltered '1 marked' 'and leaves the mark'
lacks unmarked '1 marked' 'u takes the mark away'
has bottom 'nothing to undo' 'and then there is nothing more'
has marked '1 marked' 'Ctrl-R marks again'
has marked '4 of 4 models' 'before it filters'
has again '2 of 4 models' 'and filters again'
has top 'nothing to do again' 'and then there is nothing more'
has other 'nothing to do again' 'what is done anew ends what could be done again'

# --- several kept measures ---
play << 'EOF'
:keep frontier.layer rank
:keep frontier.gap
:keep frontier.dominated_by beaten
:x min:rank
:save-screen rank
:x min:frontier.gap
:save-screen gap
:where beaten > 0
:save-screen where
:where none
:keep frontier.gap
:save-screen taken
u
2
:save-screen table
EOF
has rank 'rank, less is better' 'a kept column is an axis'
has gap 'frontier.gap*less is better' 'so is a second'
has where '1 of 4 models' 'and a third filters'
has taken 'there is a measure "frontier.gap" already' 'a name is taken once'
has table 'rank' 'they are columns of the table of all'

# --- views ---
printf ':objective max:accuracy,min:size_mb\n:where accuracy > 0.52\n' > a.view
printf ':objective max:accuracy,min:latency_ms\n:mark small\n:page table\n' > b.view
play << 'EOF'
:load-view a.view
:save-screen a
:load-view b.view
:save-screen b
:load-view a.view
:save-screen again
u
:save-screen undone
EOF
has a 'size_mb, MB, less is better' 'a view chooses axes'
has a '3 of 4 models' 'and filters'
has b '1 marked' 'another marks'
has b '4 of 4 models' 'without the filter of the first'
lacks again '1 marked' 'the first again, without the marks of the second'
has undone '1 marked' 'and u goes back to the second'
finish
