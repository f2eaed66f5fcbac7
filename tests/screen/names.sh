#!/bin/sh
# The names page: suggestions accepted, rejected and edited by keys, taken back by undo; the
# names that have no partner, of both sides.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

printf 'model,acc\norg/Model-A,0.5\nmodel-b,0.6\nfoo 3 8b,0.7\n' > a.csv
printf 'model,latency_ms\nOther,5\nModel_B,6\nFoo-3-8B-Instruct,3\n' > b.csv
play() { replay 100x30 "$@"; } # ARGUMENTS < KEYS

play a.csv b.csv << 'EOF'
:save-screen before
6
:save-screen page
t
:save-screen alone
:table suggestions
a
:save-screen accepted
1
:save-screen joined
6u
:save-screen undone
1
:save-screen apart
<C-r>
:save-screen again
EOF
is "$status" 0 'the names page is reached by a key'
has before '1 of 5 models' 'before, one model is in both files'
has page '1 suggestion*4 unmatched' 'the title counts both'
has page '> Foo-3-8B-Instruct *foo 3 8b *[0-9]' 'a suggestion stands there with its score'
has page 'a accept*r reject*E edit' 'and the keys that decide'
has alone 'a.csv *org/Model-A' 'names without a partner of one side'
has alone 'b.csv *Other' 'and of the other, each with its file'
has accepted '0 suggestions' 'a accepts'
has joined '2 of 4 models' 'and the two are one model'
has undone '1 suggestion ' 'u takes it back'
has apart '1 of 5 models' 'and they are two models again'
has again '2 of 4 models' 'Ctrl-R does it again'
like "$(cat "$err")" "*-c 'alias Foo-3-8B-Instruct=foo 3 8b'*" 'what was decided is named at the end'

play a.csv b.csv << 'EOF'
6r
:save-screen rejected
1
:save-screen apart
u6
:save-screen undone
EOF
has rejected '0 suggestions' 'r rejects'
has apart '1 of 5 models' 'and joins nothing'
has undone '1 suggestion ' 'u takes that back too'

play a.csv b.csv << 'EOF'
6E
:save-screen prompt
<C-u>model-b<Enter>
1
:save-screen s
6ttE
:save-screen again
<C-u>q<Enter>
:save-screen named
E<C-u><Enter>
:save-screen nothing
E<C-u>a=b\c<Enter>
1
:save-screen signs
EOF
has prompt 'Foo-3-8B-Instruct is the model: foo 3 8b' 'E asks which model the name stands for'
has s 'model-b *0.6 *3' 'and what is typed is what counts'
has again 'is the model: ' 'in the list of all names too'
has named ' is q; u takes it back' 'any name can be typed, also one that a command has'
lacks nothing 'takes it back' 'an empty name decides nothing'
has signs 'a=b\\c' 'and signs are taken as they are'

play a.csv b.csv << 'EOF'
6E<C-u>org/M<Tab><Enter>
1
:save-screen s
EOF
has s 'org/Model-A *0.5 *3' 'Tab completes the names of models'

run paretop import -d s.db a.csv b.csv
play -d s.db << 'EOF'
6a
EOF
run paretop list -d s.db aliases --format csv
like "$(cat "$out")" '*Foo-3-8B-Instruct,foo 3 8b,user*' 'a database keeps the decision'

run paretop import -d r.db a.csv b.csv
play -d r.db << 'EOF'
6r
:save-screen rejected
EOF
has rejected '0 suggestions' 'r rejects in a database too'
play -d r.db << 'EOF'
6
:save-screen again
EOF
has again '0 suggestions' 'which remembers it'
run paretop alias -d r.db --forget 'Foo-3-8B-Instruct=foo 3 8b'
is "$status" 0 'a rejection is taken back on the command line'
run paretop alias -d r.db --suggest --format csv
like "$(cat "$out")" '*Foo-3-8B-Instruct,foo 3 8b,*' 'and the names are suggested again'
play a.csv b.csv << 'EOF'
6ru<C-r>
:save-screen redone
EOF
has redone '0 suggestions' 'a rejection is taken back and made again'
like "$(cat "$err")" "*-c 'reject Foo-3-8B-Instruct=foo 3 8b'*" 'and named at the end'
play a.csv b.csv -c 'reject Foo-3-8B-Instruct=foo 3 8b' << 'EOF'
6
:save-screen given
EOF
has given '0 suggestions' 'a command rejects'
play a.csv << 'EOF'
6
:save-screen one
EOF
has one '0 unmatched' 'models of one file lack no partner'
printf 'model,acc\nOne Model,0.5\n' > one.csv
printf 'model,latency_ms\nmodel-1,5\n' > two.csv
play one.csv two.csv << 'EOF'
:save-screen apart
EOF
has apart 'no model occurs in both one.csv and two.csv' 'files that do not meet are named'

printf 'page names\naccept\n' > evil.view
run paretop -V evil.view -d s.db --size 100x30
is "$status" 1 'a view may not decide'
finish
