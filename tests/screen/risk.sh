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
:set risk.estimators two/accuracy,three/accuracy
:lens risk
T
:save-screen next
t
:save-screen table
EOF
has next 'k' 'T shows the shortlist'
has table 'what the best k by each cheap score are worth' 't its table'
# The first marked is baseline and reference, as the first of -m is.
play << 'EOF'
:mark wild
:mark poor
:lens risk
:save-screen marked
:unmark wild
:save-screen other
:unmark
:save-screen unmarked
EOF
has marked 'less that of wild' 'the first marked is the reference'
has other 'less that of poor' 'the next one, if it is unmarked'
has unmarked 'less that of the mean of all' 'the mean without marks'

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

# Figures of every table of points are axes: of the shortlist that ends with a model, of the box,
# of a split of traffic.
play << 'EOF'
:set risk.estimators two/accuracy,three/accuracy
:lens risk
:keep risk.place
:keep risk.sharpe_at_place
:keep risk.p
:keep risk.investment
:keep risk.gain
:objective max:risk.sharpe_at_place,min:risk.place
:page frontier
:save-screen places
:objective max:risk.p,max:risk.investment
:save-screen box
:objective max:risk.gain,min:risk.place
:save-screen gains
EOF
has places 'risk.sharpe_at_place, more is better' 'a figure of the shortlist that ends with a model'
has places 'risk.place, less is better' 'and its place'
has box 'risk.investment, more is better' 'shares of a budget'
has gains 'risk.gain' 'what a split of traffic gains'

# All charts, one after the other, with their axes; all tables with what they hold.
charts() { replay "$1" tasks.csv; }
for size in 80x24 160x50; do
    charts $size << 'EOF'
:set risk.estimators two/accuracy,three/accuracy
:lens risk
T
:save-screen values
T
:save-screen ratio
T
:save-screen portfolio
T
:save-screen routing
T
:save-screen shares
t
t
t
t
:save-screen hsr
EOF
    has values 'mean + std' "$size: shortlists with their spread"
    has values 'baseline' "$size: and the baseline"
    has ratio 'SharpeRatio@k' "$size: the ratio over k"
    has portfolio 'sd of scores' "$size: the efficient frontier of the scores"
    has routing 'accuracy' "$size: the routing hull"
    has shares 'share of the budget' "$size: bars of investment"
    has hsr 'chance p' "$size: who meets a requirement"
done

# Wealth that falls, and settings by keys.
cat >months.csv <<'END'
month,stocks,bonds
jan,1.10,1.01
feb,0.80,1.01
mar,1.05,0.99
apr,1.20,1.02
END
replay 100x30 --by row months.csv << 'EOF'
:objective max:stocks
:set risk.over rows
:set risk.returns gross
:lens risk
T
:save-screen one
T
:save-screen two
:adjust freq
l
:save-screen year
EOF
has one 'sd of returns' 'an axis of returns'
has year 'freq 1.2' 'periods a year, by a key'
has two 'drawdown' 'the drawdown curve'

# Where something is missing, a reason stands there.
printf 'model,accuracy,cost_usd\na,0.5,1\nb,0.6,2\nc,,3\nd,0.7,\n' >few.csv
replay 80x24 few.csv << 'EOF'
:lens risk
:save-screen few
t
:save-screen few_box
EOF
has few 'nothing has' 'no series, and why'
has few_box 'an objective is missing' 'no chance to meet what cannot be told, and why'
printf 'model,accuracy\na,0.5\n' >one.csv
replay 100x30 one.csv << 'EOF'
:lens risk
:save-screen lone
EOF
has lone 'Nothing to weigh' 'one model: a sentence'
finish
