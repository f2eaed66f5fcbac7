#!/bin/sh
# Keys on a real terminal: typed ahead, in the help, in prompts.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/tmux.sh"

printf 'model,acc\norg/Model-A,0.5\nmodel-b,0.6\nfoo 3 8b,0.7\n' > a.csv
printf 'model,latency_ms\nOther,5\nModel_B,6\nFoo-3-8B-Instruct,3\n' > b.csv

start 100 30 -- a.csv b.csv
shows 'verdict'
tm send-keys 6 t t
says 'all names (3 of 3' 'keys typed ahead of a page act when it is there'
tm send-keys 1 '?'
shows 'essential keys'
tm send-keys Space x
says 'does nothing in the help' 'a key of the page behind does nothing in the help'
tm send-keys q
says 'verdict' 'q closes the help'
case $(screen) in *marked*) false ;; *) true ;; esac
ok $? 'and nothing was marked'
tm send-keys m
says 'only missing' 'm is named in the title'
tm send-keys m 6 E
says 'is the model:' 'E asks for the model of a name'
tm send-keys C-u 'model-b' Enter
says 'org/Model-A is model-b' 'and takes what is typed'
tm send-keys Q
shows 'decision'; tm send-keys q
ends; restored; ok $? 'the terminal is as before'
stop

# --- loading, and giving it up ---
awk 'BEGIN { print "model,accuracy,latency_ms"
    for (i = 0; i < 2500000; i++) printf "m%d,0.%d,%d\n", i, i % 9973 + 1, i % 9001 + 1 }' > large.csv
start 100 30 -- large.csv
says ' records, ' 'while a file is loaded its records are counted'
says '(Ctrl-C stops)' 'and how to stop is said'
tm send-keys C-c
says 'Nothing was loaded' 'Ctrl-C stops the loading'
tm send-keys -l ':open a.csv'
tm send-keys Enter
says 'model-b' 'and another file can be opened'
tm send-keys Q; ends; restored; ok $? 'and the terminal is as before'
stop
run paretop import -d study.db a.csv b.csv
start 100 30 -- -d study.db large.csv
shows ' records, '
tm send-keys Escape
says 'loading stopped: nothing of it was kept' 'Esc stops it too'
says 'of 5 models' 'and the database is shown as it was'
tm send-keys Q; ends; stop
run paretop list -d study.db sources --format csv
is "$(grep -c large "$out")" 0 'nothing of the file is in the database'
finish
