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
has lens 'accuracy moves 7.07 points between seeds' 'L finds the lens, which speaks'
has lens 'is 35 points, 4.95 seed' 'how large a gap is'
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
T
:save-screen strip
END
has strip 'snr_seed' 'T shows signal to noise as a strip'
has strip '7.35' 'with its numbers'
has seeds 'beta acc moves 2.83 points between seeds' 'seeds alone'
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

# Another measure is drawn, another model makes the noise; what is not there is said.
cat >two.csv <<'END'
model,step,acc,f1
a,1,0.1,0.2
a,2,0.2,0.3
a,3,0.4,0.5
b,1,0.1,0.3
b,2,0.4,0.4
b,3,0.8,0.45
END
replay 132x34 two.csv << 'EOF'
:lens variance
:set metric acc
:save-screen acc
:set metric f1
:set noise_of b
:save-screen f1
:set noise_of nobody
:save-screen nobody
EOF
has acc 'acc, more is better' 'the curves of a measure that is named'
has f1 'f1, more is better' 'and of another'
has nobody 'no model is called' 'a model that is not there'

# Items: what they are worth, a histogram, and why there is no discrimination.
play "$fixtures/stats/items.csv" --map item=question << 'END'
:lens variance
T
:save-screen scatter
T
:save-screen histogram
t
t
:save-screen items
t
:save-screen reliability
END
has scatter 'discrimination' 'T shows difficulty and discrimination'
has histogram '0.9 to 1.0' 'and items by difficulty'
has items 'point_biserial' 't shows the items'
has reliability 'reliability (4 of 4' 'and how reliable they are together'
printf '%s\n' label,item,right a,1,100 a,2,90 a,3,10 b,4,50 >counts.csv
replay 132x34 counts.csv --map item=item --map model=label --direction right=max << 'EOF'
:lens variance
:save-screen alone
T
:save-screen bars
EOF
has alone 'takes two models that share two items' 'a reason where models share no items'
has bars '91 to 100' 'and their difficulties all the same'
finish
