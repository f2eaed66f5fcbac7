#!/bin/sh
# The help page: it has the keys while it is open, and lists the bindings as they are now. Texts
# over the panes close when another key acts. What a table without rows says.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat > t.csv <<'EOF'
model,accuracy,latency_ms,size_mb
small,0.50,10,100
middle,0.60,20,300
large,0.70,40,900
slow,0.55,80,200
EOF
printf 'model,accuracy,latency_ms\na,0.5,1\nb,0.6,\nc,0.7,3\n' > gap.csv
play() { replay "${2:-100x30}" "$1"; } # FILE [SIZE] < KEYS

# --- keys of the page behind do nothing while help is open ---
play t.csv << 'EOF'
S
:save-screen before
?
<Space>
:save-screen marked
*xbdm5L
:save-screen still
q
:save-screen after
EOF
is "$status" 0 'keys on the help page fail nothing'
has marked 'Space> does nothing in the help; q closes it' 'a key of the page behind says so'
lacks marked '1 marked' 'and marks nothing there'
has still 'help · / searches' 'keys that open lists or pages leave the help open'
lacks after 'marked' 'nothing was marked behind it'
same_file after before 'q shows the page as it was'

play t.csv << 'EOF'
2?jjj
:save-screen moved
<Esc>
:save-screen esc
?
?
:save-screen again
?/redo<Enter>
:save-screen found
v
:save-screen words
<Enter>
:save-screen closed
q
:save-screen back
EOF
has moved '> x y *choose the axes' 'j moves in the help'
has esc 'latency_ms*size_mb' 'Esc closes it and shows the page before'
lacks esc 'help ·' 'and nothing of the help'
lacks again 'help ·' '? again closes it'
has found 'C-r*redo' 'searching narrows it'
lacks found 'move down' 'to what holds the text'
has words 'last message' 'v shows the last message, in the help'
has closed 'C-r*redo' 'which Enter closes'
lacks back 'help ·' 'q closes the help though it was searched'

play t.csv << 'EOF'
?/save-log<Enter><Enter>
:save-screen run
<Esc>
EOF
has run ':save-log' 'Enter runs the entry'

play t.csv << 'EOF'
?/qqqq<Enter>
:save-screen none
<Esc>
:save-screen all
EOF
has none 'Nothing in the help holds that text. Esc shows all' 'a search without a match says so'
has all 'essential keys' 'and Esc shows all again'

play t.csv << 'EOF'
:indicators
:save-screen named
:decide now
:save-screen argument
EOF
has named '· indicators' 'the name of a lens is a command'
has argument 'no command "decide"' 'but takes no argument'

# --- bindings as they are now ---
play t.csv << 'EOF'
?q
:bind any Z mark
:bind table g page data
:bind any u
?/bound by you<Enter>
:save-screen section
q
?/page data<Enter>
:save-screen bound
q
?/mark the selected<Enter>
:save-screen mark
q
?/undo<Enter>
:save-screen undo
EOF
has bound 'g (table) *page data' 'a binding made after the help was seen is listed'
has mark 'Space* Z *mark the selected point' 'with the keys that the program gave it'
has undo 'no key *undo' 'and a key that was unbound is gone'

# --- texts over the panes ---
play t.csv << 'EOF'
<Enter>
:save-screen detail
<Space>
:save-screen marked
v2
:save-screen table
EOF
has detail 'objectives' 'Enter opens the detail'
lacks marked 'other measures' 'a key that acts on the page closes it'
has marked '1 marked' 'and acts'
has table 'size_mb' 'a page key too'

# --- only the points that lack a value ---
play gap.csv << 'EOF'
m
:save-screen only
5
:save-screen data
t
:save-screen sources
6ttm
:save-screen names
1m
:save-screen all
EOF
has only 'only missing' 'm is shown beside the title'
has only 'b *0.6' 'and shows the point that lacks a value'
lacks only '●a' 'and no other'
has data 'accuracy' 'it does not empty the list of measures'
has sources 'gap.csv' 'nor the sources'
lacks data 'only missing' 'and is not named there'
has names 'only points lack values' 'm on a list of names says why not'
lacks all 'only missing' 'm again shows all'
play t.csv << 'EOF'
2m
:save-screen none
m
:save-screen all
EOF
has none 'Every point has its values. m shows all again' 'nothing missing is said'
has all 'middle' 'and m shows all again'

# --- lists without rows ---
play t.csv 100x30 << 'EOF'
6
:save-screen suggestions
t
:save-screen unmatched
:sql select 1 as one where 0
:save-screen sql
EOF
has suggestions 'which names*stand for one model' 'an empty page of names says what it is for'
has suggestions 'Nothing is suggested' 'that nothing is suggested'
has suggestions 't shows the names*E on a name types which model' 'and what to press'
has unmatched 'None is: there is one file' 'so does the list of names without a partner'
has sql 'The query has no rows' 'and an answer without rows'
play t.csv 40x12 << 'EOF'
6
:save-screen small
EOF
has small 'Here is decided which names' 'also on a small screen'
finish
