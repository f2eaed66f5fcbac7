#!/bin/sh
# The risk lens in the explorer: mean against deviation, its settings by keys, its figures as
# axes.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat >tasks.csv <<'END'
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
END
play() { replay 132x34 tasks.csv; }

play << 'EOF'
Lrisk<Enter>
:save-screen lens
EOF
has lens 'risk of one/accuracy over tasks' 'L finds the lens'
has lens 'sd of returns, less is better' 'mean against deviation'
has lens 'has the largest ratio over 3 tasks' 'and a verdict'

play << 'EOF'
:lens risk
:adjust returns
l
:save-screen value
EOF
has value '31.00' 'what a return is is changed by keys'
play << 'EOF'
:lens risk
T
:save-screen next
t
:save-screen table
EOF
has next 'k' 'T shows the shortlist'
has table 'what the best k by each cheap score are worth' 't its table'
play << 'EOF'
:lens risk
:keep risk.sharpe
:keep risk.sd
:objective max:risk.sharpe,min:risk.sd
:page frontier
:save-screen kept
EOF
has kept 'risk.sharpe, more is better' 'figures become axes'
has kept 'risk.sd, less is better' 'both of them'
finish
