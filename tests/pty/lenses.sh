#!/bin/sh
# Each of the lenses on differences and risk in a real terminal: reached with keys, a setting
# changed with keys, its table, its charts and its verdict on the screen, and where data are
# missing a reason.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/tmux.sh"

# open LENS FILE...: the explorer, and in it the lens, found by its name.
open() {
    lens=$1
    shift
    start 132 40 -- "$@"
    shows verdict
    tm send-keys L
    shows 'lens' && tm send-keys "$lens" Enter
}
# is_whole DESCRIPTION: the words of an answer are there, and none of a number that is none.
is_whole() {
    screen > page
    ! grep -qiE '(^|[^a-z])(nan|inf|null)([^a-z]|$)' page && grep -q 'verdict  [A-Z0-9a-z]' page
    ok $? "$1"
}
leave() { tm send-keys Escape Q; ends; restored; ok $? "$1"; stop; }

cp "$fixtures/stats/items.csv" "$fixtures/stats/curves.csv" "$fixtures/stats/seeds.csv" .

# --- variance ---
open variance curves.csv
says 'accuracy moves 7.07 points between seeds' 'variance: its verdict'
says '4.95' 'variance: the gap in seed deviations'
tm send-keys T
says 'gap of models in seed deviations' 'variance: T shows how much a score on each task means'
tm send-keys t
says 'spreads (2 of' 'variance: t shows the models'
tm send-keys T
says '░▒▓█' 'variance: T shows signal to noise as a strip'
tm send-keys : 'adjust early' Enter
shows 'early 0.5' && tm send-keys h
says 'early 0.4' 'variance: a setting moved with h'
is_whole 'variance: nothing undefined without a word'
leave 'variance: the terminal is given back'
open variance seeds.csv
says 'one model' 'variance: no gap between models, and a reason'
says '4 records that are blank or sum up others' 'variance: what was left out'
leave 'variance: quit'

# --- risk ---
cat > tasks.csv << 'END'
model,task,accuracy,cost_usd
steady,one,0.62,1
steady,two,0.64,1
steady,three,0.60,1
wild,one,0.90,2
wild,two,0.40,2
wild,three,0.95,2
poor,one,0.50,3
poor,two,0.42,3
poor,three,0.30,3
lone,one,0.55,3
END
open risk tasks.csv
says 'has the largest ratio over 3 tasks' 'risk: its verdict'
says 'lone' 'risk: a model with one task'
tm send-keys : 'adjust returns' Enter
shows 'returns excess' && tm send-keys l
says 'returns value' 'risk: what a return is, by keys'
says '31' 'risk: and the ratio of the steady one follows'
tm send-keys Escape
tm send-keys : 'set risk.estimators two/accuracy' Enter
says 'Shortlisting by two/accuracy' 'risk: a task is a cheap score if it is named'
tm send-keys T
says ' k ' 'risk: T shows the shortlist'
tm send-keys t
says 'what the best k by each cheap score are worth' 'risk: t its table'
is_whole 'risk: nothing undefined without a word'
leave 'risk: the terminal is given back'

# --- decide ---
cat > two.csv << 'END'
model,accuracy,accuracy_stderr,n,cost_usd
a,62,3,256,1
b,60,4,256,2
c,40,4,256,3
d,41,,,4
END
open decide two.csv
says 'Choosing a now is expected to cost 1.15' 'decide: its verdict'
says 'not scored' 'decide: an error is missing, and a reason stands there'
tm send-keys : 'adjust item_price' Enter
shows 'item_price not set' && tm send-keys l
says 'item_price 0.01' 'decide: a price set with l'
tm send-keys Escape T
says 'density' 'decide: T shows the belief'
is_whole 'decide: nothing undefined without a word'
leave 'decide: the terminal is given back'

# --- runtime ---
cat > models.csv << 'END'
model,accuracy,idealized_runtime_s,denoised_runtime_s
small,0.50,0.20,0.40
large,0.70,0.90,0.30
blank,0.65,,
END
cat > tables.csv << 'END'
model,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s
small,1,0.10,0.01
small,1000,9.00,0.01
large,1,0.40,0.05
large,1000,0.80,0.05
END
open runtime models.csv tables.csv
says '2 of 2 models are efficient in accuracy and idealized_s' 'runtime: its verdict'
says 'neither a run' 'runtime: a reason where there is none'
tm send-keys a
shows 'prompt_tokens not set' && tm send-keys l
says 'what if 512 prompt and 16 output tokens' 'runtime: what if, asked with keys'
says '1 of 2 models is efficient' 'runtime: and the frontier follows'
tm send-keys l
says 'what if 600 prompt' 'runtime: a longer prompt with l'
tm send-keys Escape T
says 'prompt_tokens' 'runtime: T shows the runtime by prompt size'
is_whole 'runtime: nothing undefined without a word'
leave 'runtime: the terminal is given back'

# --- compare ---
start 132 40 -- --map item=question -o max:correct,min:cost_usd items.csv
shows verdict
tm send-keys Space j Space c
says 'alder' 'compare: two marked points and c'
says '120' 'compare: the items in common'
tm send-keys : 'adjust interval' Enter
shows 'interval auto' && tm send-keys l
says 'interval t' 'compare: another interval by l'
tm send-keys Escape
is_whole 'compare: nothing undefined without a word'
leave 'compare: the terminal is given back'

# --- what is on the screen while an answer is computed ---
awk 'BEGIN { print "model,accuracy,accuracy_stderr,latency_ms"
    for (i = 0; i < 180; i++) printf "m%d,0.%d,0.01,%d\n", i, i * 7919 % 9999 + 1, i * 104729 % 9973 + 1 }' >many.csv
start 132 40 -- many.csv
shows verdict
tm send-keys : 'set b 1000000' Enter
says 'share of 256 replicates' 'probabilities of the first replicates are shown'
shows 'computing, * % (Ctrl-C stops)' && tm send-keys C-c
says 'stopped; Ctrl-L asks again' 'while the others are drawn, which can be stopped'
tm send-keys : 'set b 200' Enter
shows 'share of 200 replicates' && ! screen | grep -q 'stopped'
ok $? 'and another answer takes their place'
leave 'the terminal is given back'
finish
