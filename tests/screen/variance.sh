#!/bin/sh
# The variance lens in the explorer: reached by keys, its settings moved by keys, its charts,
# and a reason where a figure cannot be known.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

play() { replay 132x34 "$@"; } # FILE...: the keys are standard input

play "$fixtures/stats/curves.csv" << 'END'
Lvariance<Enter>
:save-screen lens
:adjust last
h
:save-screen last
END
has lens 'accuracy moves 0.0707 between seeds' 'L finds the lens, which speaks'
has lens '4.95 seed deviations' 'how large a gap is'
has lens 'curves rise steadily' 'and how steadily scores rise'
has last 'the last 4 checkpoints' 'a setting moved by keys is in the note'
play "$fixtures/stats/curves.csv" << 'END'
:lens variance
T
:save-screen next
t
:save-screen table
:keep variance.snr_seed
:save-screen kept
END
has next 'gap of models in seed deviations' 'T shows the tasks by what a score on them means'
has table 'spreads (2 of' 't shows the models'
play "$fixtures/stats/seeds.csv" << 'END'
:lens variance
:save-screen seeds
END
has seeds 'beta acc moves 0.0283 between seeds' 'seeds alone'
has seeds 'one model' 'why there is no gap between models'
cat >called.csv <<'END'
model,num_fewshot,random_seed,acc
a,0,1,0.50
a,0,2,0.52
a,5,1,0.70
a,5,2,0.72
END
replay 132x34 called.csv << 'EOF'
:lens variance
:save-screen apart
:set conditions none
:save-screen together
EOF
has apart '2 points' 'shots tell points apart'
has together '1 model ' 'unless that is switched off'
finish
