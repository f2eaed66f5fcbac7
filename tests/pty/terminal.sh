#!/bin/sh
# The explorer on a real terminal: tmux is the terminal. Screens are right at several sizes
# and in poor terminals, keys answer, and the terminal is given back however it ends.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/tmux.sh"

cat > t.csv <<'EOF'
model,accuracy,accuracy_stderr,latency_ms,note
small,0.50,0.01,10,x
middle,0.60,0.01,20,x
large,0.70,0.01,40,x
slow,0.55,0.01,80,x
EOF
printf 'model,accuracy,latency_ms\nevil\033]0;owned\007\033[2Jname,0.5,1\nplain,0.4,2\n' > evil.csv

for size in '80 24' '160 50' '40 12'; do
    # shellcheck disable=SC2086
    start $size -- t.csv
    shows large; ok $? "$size: the models are there"
    shows 'help'; ok $? "$size: the key of help is in sight"
    tm send-keys v
    case $size in 40*) more='more lines' ;; *) more='last message' ;; esac
    shows "$more"; ok $? "$size: v shows all that was said"
    tm send-keys v
    tm send-keys j Space
    shows 'marked'; ok $? "$size: Space marks"
    tm send-keys Q
    ends; ok $? "$size: Q quits"
    restored; ok $? "$size: the terminal is as before"
    stop
done

start 80 24 LC_ALL=C -- t.csv
shows 'verdict'; ok $? 'LC_ALL=C: a whole screen'
is "$(screen | LC_ALL=C tr -d '\n\t -~' | wc -c | tr -d ' ')" 0 'LC_ALL=C: ASCII only'
tm send-keys Q; ends; stop

start 80 24 TERM=vt100 NO_COLOR=1 -- t.csv
shows 'verdict'; ok $? 'TERM=vt100, NO_COLOR: a whole screen'
case $(tm capture-pane -p -e) in *'[3'[0-7]m*) false ;; *) true ;; esac
ok $? 'NO_COLOR: no colour'
tm send-keys Q; ends; stop

start 80 24 -- t.csv
shows 'verdict'
tm send-keys '?'
shows 'searches'; ok $? 'a key shows help'
tm send-keys Escape
tm resize-window -x 20 -y 5; sleep 0.3
tm resize-window -x 1 -y 1; sleep 0.3
tm resize-window -x 100 -y 30
shows 'verdict'; ok $? 'down to 1x1 and back'
tm send-keys Q; ends; stop

tm new-session -d -x 80 -y 24 -c "$PWD" 'PS1=ready: bash --norc --noprofile -i'
shows 'ready:'
tm send-keys "$top_builddir/paretop t.csv" Enter
shows 'verdict'
tm send-keys C-z
shows 'Stopped'; ok $? 'Ctrl-Z: back to the shell'
tm send-keys 'echo $((40 + 2))' Enter
shows '42'; ok $? 'Ctrl-Z: the shell echoes and answers'
tm send-keys fg Enter
shows 'verdict'; ok $? 'fg: the screen is there again'
tm send-keys Q
shows 'ready:'; ok $? 'and it quits'
stop

for signal in TERM HUP SEGV; do
    start 80 24 -- t.csv
    shows 'verdict'
    kill -s "$signal" "$(cat pid)"
    ends; ok $? "SIG$signal ends it"
    restored; ok $? "SIG$signal: the terminal is as before"
    stop
done

start 80 24 -- t.csv
shows 'verdict'
tm send-keys C-c
ends && restored
ok $? 'Ctrl-C: ends, and the terminal is as before'
stop

start 80 24 -- evil.csv
shows 'evil'; ok $? 'a hostile name is shown'
is "$(tm display -p '#{pane_title}' | grep -c owned)" 0 'and sets no title'
shows 'plain'; ok $? 'and clears nothing'
tm send-keys Q; ends; stop
finish
