#!/bin/sh
# Comparisons at the edges of what data can tell: unequal samples, one cluster, one observation,
# near ties, items without a cost. What is expected was worked out by hand or with R.
. "$top_srcdir/tests/lib.sh"

words() { tr -s ' \n' ' ' <"$out"; }
pairs() { # FILE OPTION...
    run paretop compare "$@" --map item=item --table pairs --format csv
}
models() { # FILE OPTION...
    run paretop compare "$@" --map item=item --table models --format csv
}

# Two samples of each of four items: a's means are 1, 1, 0 and 1/2, so that its error is
# sqrt(11/48) / 2 with 3 degrees of freedom, not that of eight answers.
cat >samples.csv <<'END'
model,item,seed,right
a,1,1,1
a,1,2,1
a,2,1,1
a,2,2,1
a,3,1,0
a,3,2,0
a,4,1,0
a,4,2,1
b,1,1,1
b,1,2,1
b,2,1,1
b,2,2,0
b,3,1,0
b,3,2,0
b,4,1,0
b,4,2,0
END
models samples.csv -o max:right
is "$(csv_columns n mean se lo method <"$out" | awk -F, 'NR == 1 { printf "%s %s %.9f %.6f %s", $1, $2, $3, $4, $5 }')" \
    '4 0.625 0.239356777 -0.136740 t' 'samples of an item are not independent answers'
run paretop compare samples.csv --map item=item -o max:right --format csv
is "$(csv_columns a.se <"$out" | awk '{ printf "%.9f", $1 }')" 0.239356777 'nor in the table of measures'
run paretop frontier samples.csv --map item=item -o max:right --uncertainty gauss --format csv
is "$(csv_columns right right.se <"$out" | awk -F, 'NR == 1 { printf "%s %.9f", $1, $2 }')" \
    '0.625 0.239356777' 'nor in the table of another lens, which draws from that error'
sed 's/^\(.\),4,1,0/\1,4,1,1/;s/^b,4,2,0/b,4,2,1/;s/^b,2,2,0/b,2,2,1/' samples.csv >agreed.csv
models agreed.csv -o max:right
is "$(csv_columns n lo method <"$out" | awk -F, 'NR == 1 { printf "%s %.6f %s", $1, $2, $3 }')" \
    '4 0.300642 Wilson' 'where samples agree there are as many answers as items'

# Repeats of an item by another name than seed, and means that are the same but for rounding.
for name in sample attempt epoch try trial repeat run; do
    awk -v name=$name 'BEGIN { print "model,item," name ",right"; for (m = 0; m < 2; m++) for (i = 0; i < 6; i++)
        for (s = 0; s < 3; s++) printf "%s,%d,%d,%d\n", m ? "b" : "a", i, s, ((i + s) % 3 > 0) }' >repeats.csv
    models repeats.csv -o max:right --k 3
    is "$(csv_columns n se items pass_at_k <"$out" | sort -u)" 6,0,6,1 "$name tells repeats of an item apart"
    run paretop compare repeats.csv --map item=item -o max:right --format csv
    is "$(csv_columns measure <"$out")" right "and is no measure"
done
printf 'model,epoch,accuracy\na,1,0.5\na,2,0.6\nb,1,0.7\nb,2,0.65\n' >epochs.csv
run paretop variance epochs.csv
like "$(cat "$out")" '*over training steps*' 'without items an epoch is a step'

# A sample more of one item than of the others: the items are still there.
(cat samples.csv; echo b,4,3,1) >uneven.csv
pairs uneven.csv -o max:right
is "$(csv_columns n_shared diff se_paired <"$out" | awk -F, '{ printf "%s %.6f %.6f", $1, $2, $3 }')" \
    '4 0.166667 0.117851' 'items with more samples than others are paired'
like "$(cat "$err")" '*some items have more of them than others, and means here count every item once*' \
    'which is said'
models uneven.csv -o max:right
is "$(csv_columns mean <"$out" | awk 'NR == 2 { printf "%.6f", $1 }')" 0.458333 'and each item counts once'

# Shares that only look like those of right answers: 0, 1 and a single 0.5.
awk 'BEGIN { print "model,item,grade"; for (i = 1; i <= 60; i++) {
    printf "a,%d,%s\n", i, i == 1 ? 0.5 : i % 2; printf "b,%d,%s\n", i, i == 2 ? 0.5 : i % 2 } }' >half.csv
models half.csv -o max:grade
is "$(csv_columns method <"$out" | tr '\n' ' ')" 't t ' 'graded answers have no interval of shares'

# Non-inferior, of two losses a the less: whichever is named first.
printf 'model,loss,loss_se\na,0.50,0.01\nb,0.52,0.01\n' >losses.csv
for order in 'a b' 'b a'; do
    run paretop compare losses.csv -o min:loss -m "${order% *}" -m "${order#* }" --margin 0.01 --table pairs
    like "$(words)" '*either, but a is non-inferior.*' "one of two is non-inferior, $order"
    like "$(cat "$out")" '* a non-inferior *' 'by name'
done

# What is undefined is blank: with one cluster the error, with it p, and what follows from it.
cat >one.csv <<'END'
model,item,topic,grade
a,1,p,0.5
a,2,p,0.6
b,1,p,0.4
b,2,p,0.2
END
pairs one.csv -o max:grade --map cluster=topic
is "$(csv_columns se_paired p p_better p_a_dominates dominance method <"$out")" ',,,,,paired, t by 1 cluster' \
    'of one cluster there is no error, no p and no dominance'
models one.csv -o max:grade --map cluster=topic
is "$(csv_columns se lo clusters <"$out" | tr '\n' ' ')" ',,1 ,,1 ' 'nor an interval of one model'

# One seed has no error, which is not an error of 0.
printf 'model,seed,score\na,1,0.5\nb,1,0.7\nb,2,0.71\nb,3,0.69\nb,4,0.7\n' >seed.csv
run paretop compare seed.csv -o max:score --table pairs --format csv
is "$(csv_columns lo p better method <"$out" | tr -d '"')" ',,undecided,unpaired, one has no error' \
    'a single run against four is undecided'
run paretop compare seed.csv -o max:score
like "$(words)" '*Undecided between a and b on score: no error of a is known (a single value has none)*' 'and says why'
printf 'model,item,grade\na,1,0.5\nb,1,0.7\nb,2,0.71\nb,3,0.69\n' >item.csv
pairs item.csv -o max:grade
is "$(csv_columns lo p better <"$out")" ',,undecided' 'so is a single item'

# Unpaired errors are by clusters too: a's is sqrt(2 (1^2 + 1^2) / 4^2) = 1/2 with one degree.
cat >apart.csv <<'END'
model,item,topic,right
a,1,p,1
a,2,p,1
a,3,q,0
a,4,q,0
b,5,r,1
b,6,r,1
b,7,s,1
b,8,s,0
END
pairs apart.csv -o max:right --map cluster=topic
is "$(csv_columns se_unpaired method <"$out" | awk -F, '{ printf "%.6f %s,%s", $1, $2, $3 }')" \
    "0.559017 unpaired, Welch's t by clusters" 'items that are not shared go by clusters as well'
run paretop frontier apart.csv --map item=item --map cluster=topic -o max:right \
    --format csv
is "$(csv_columns right.se <"$out" | awk '{ printf "%.6f ", $1 }')" '0.500000 0.250000 ' \
    'as they are where points are listed'
pairs apart.csv -o max:right --map cluster=topic --clusters=off
is "$(csv_columns se_unpaired <"$out" | awk '{ printf "%.6f", $1 }')" 0.381881 'unless they are not wanted'
pairs apart.csv -o max:right --map cluster=topic --test mann-whitney
is "$(csv_columns method <"$out")" "unpaired, Welch's t by clusters" 'and have no test that knows none'

# The same samples in another order: sums differ in the last digit, and nothing else does.
cat >order.csv <<'END'
model,item,seed,grade
a,1,1,0.1
a,1,2,0.2
a,1,3,0.4
a,2,1,0.1
a,2,2,0.2
a,2,3,0.4
b,1,1,0.4
b,1,2,0.2
b,1,3,0.1
b,2,1,0.4
b,2,2,0.2
b,2,3,0.1
END
pairs order.csv -o max:grade
is "$(csv_columns diff se_paired p better p_a_larger <"$out")" '0,0,,undecided,0.5' 'near ties are ties'
# Flips of differences of any size: two of eight sums are as far from 0.
for unit in 1 1e-13 1e13; do
    awk -v u="$unit" 'BEGIN { print "model,item,grade"; for (i = 1; i <= 3; i++) {
        printf "a,%d,%.17g\n", i, u * i; printf "b,%d,%.17g\n", i, -u * i } }' >flips.csv
    pairs flips.csv -o max:grade --test sign-flip
    is "$(csv_columns p <"$out")" 0.25 "flips of differences near $unit"
done

# An item without a cost: the others' costs are those of their answers still.
cat >costs.csv <<'END'
model,item,right,cost_usd
a,1,1,1
a,2,1,2
a,3,0,3
a,4,1,7
a,5,1,
b,1,1,0.9
b,2,0,1.9
b,3,0,2.9
b,4,1,2
b,5,0,
END
models costs.csv -o max:right,min:cost_usd
is "$(csv_columns cost_per_correct <"$out" | awk '{ printf "%.6f ", $1 }')" '4.333333 3.850000 ' \
    'a right answer is priced by the items that have a cost'
# On each of the four a costs more and is no worse, so that it dominates where cost is better.
pairs costs.csv -o max:right,max:cost_usd
is "$(csv_columns p_a_dominates <"$out" | awk 'NR == 1 { print ($1 > 0.99) }')" 1 'score and cost are resampled together'
sed 's/,\([01]\),/,-\1,/;s/,-0,/,-2,/' costs.csv >negative.csv
grep -v ',$' negative.csv >none.csv
models none.csv -o max:right,min:cost_usd
is "$(csv_columns cost_per_correct <"$out" | tr '\n' ' ')" '  ' 'where nothing is right that has no cost'

# Of four models two are the same throughout: the family is still their six pairs.
printf '%s\n' model,item,grade a,1,0.1 a,2,0.2 a,3,0.4 a,4,0.1 b,1,0.1 b,2,0.2 b,3,0.4 b,4,0.1 c,1,0.5 c,2,0.7 \
    c,3,0.7 c,4,0.6 >same.csv
pairs same.csv -o max:grade --test t --adjust bh
is "$(csv_columns a b p p_adj <"$out" | awk -F, '{ printf "%s%s %.6f ", $1, $2, ($3 > 0 ? $4 / $3 : 0) }')" \
    'ab 0.000000 ac 1.500000 bc 1.500000 ' 'a pair without a p counts, and the method stays'
# What two models lack cannot be chosen between them.
printf 'model,acc,acc_stderr,f1,f1_stderr\na,0.7,0.01,0.5,0.01\nb,0.74,0.01,0.53,0.01\nc,0.72,0.01,,\n' >lack.csv
run paretop compare lack.csv -o max:acc,max:f1 --table pairs --format csv
is "$(csv_columns measure p p_adj <"$out" | awk -F, '$1 == "f1" { print ($2 == $3) }')" 1 \
    'the family of a measure is those that have it'
# A ratio over 0 is undefined in every format.
printf 'model,acc,acc_stderr,cost_usd\na,0.7,0.01,2\nb,0.6,0.01,0\n' >zero.csv
run paretop compare zero.csv -o max:acc,min:cost_usd --missing none --table pairs --format csv
is "$(csv_columns measure ratio <"$out" | sed -n 's/^cost_usd//p')" , 'no ratio to a cost of 0'

# What a component adds, of a measure by any of its names: 1 and 3 over two tasks.
printf '%s\n' task,method,score t1,old,1 t1,new,2 t2,old,5 t2,new,8 >parts.csv
run paretop compare parts.csv --factor method --block task -o 'max:mean(score)' --format csv
is "$(csv_columns effect blocks <"$out")" 2,2 'the effect on the mean over tasks'
run paretop compare parts.csv --factor method --block task -o max:t2/score --format csv
is "$(csv_columns effect blocks <"$out")" 3,1 'and on a task'

# On one objective alone to dominate is to be better, and that is undecided or said already.
awk 'BEGIN { print "model,item,grade"; for (i = 1; i <= 40; i++) {
    printf "a,%d,%s\nb,%d,%s\nc,%d,0\n", i, i % 2, i, i % 2 + (i % 8 == 0 ? 1 : i % 20 == 1 ? -1 : 0), i } }' >alone.csv
run paretop compare alone.csv -o max:grade --map item=item
like "$(words)" '*a beats c*Undecided: a and b.*' 'of three models two are undecided'
unlike "$(words)" '*dominates*' 'and none dominates'
# A measure that two of three models have is no choice of many.
printf 'model,acc,acc_stderr\na,0.7,0.01\nb,0.9,0.01\nc,,\n' >pair.csv
run paretop compare pair.csv -o max:acc
like "$(words)" '*1 of 1 pair is decided on acc, which no others have. b beats a*' 'and one pair is called one'

# The frontier resamples the same items: who has the better score has the better cost, always, so
# that one of the two is off. Apart, both would be on in half of the replicates.
awk 'BEGIN { print "model,item,right,cost_usd"; for (i = 1; i <= 21; i++) {
    printf "a,%d,%d,%s\nb,%d,%d,%s\n", i, i % 2, (i > 20 ? "" : i % 2), i, (i + 1) % 2, (i > 20 ? "" : (i + 1) % 2) } }' \
    >joint.csv
run paretop frontier joint.csv --map item=item -o max:right,max:cost_usd --missing none --format csv
is "$(csv_columns p_frontier <"$out" | awk '{ sum += $1 } END { print (sum > 1.1 && sum < 1.25) }')" 1 \
    'an item without a cost leaves score and cost together'
run paretop frontier uneven.csv --map item=item -o max:right --format csv
unlike "$(cat "$err")" '*not the mean of its items*' 'nor does a sample more of one item hide the items'

# Differences that are all equal have no error, which is said wherever p is 0 or undefined.
printf 'model,item,grade\na,1,0.9\na,2,0.9\nb,1,0.3\nb,2,0.3\n' >equal.csv
pairs equal.csv -o max:grade
is "$(csv_columns p method <"$out")" '0,paired, t, degenerate: all differences are equal' 'equal differences are degenerate'
run paretop compare equal.csv -o max:grade --map item=item
like "$(words)" '*a beats b*All 2 differences are equal, from which no error can be told.*' 'in the verdict too'
sed 's/0\.3/0.9/' equal.csv >identical.csv
run paretop compare identical.csv -o max:grade --map item=item
like "$(words)" '*Undecided between a and b on grade: both have the same on all 2 items in common*' \
    'models with the same answers'
sed 's/0\.9/1/;s/0\.3/0/' equal.csv >answers.csv
printf 'model,item,right\na,1,1\na,2,0\na,3,1\nb,1,1\nb,2,0\nb,3,1\n' >alike.csv
run paretop compare alike.csv -o max:right --map item=item
like "$(words)" '*both have the same on all 3 items in common; a less b is −56.1 to +56.1 percentage points*' \
    'right and wrong answers that are the same'
printf 'model,acc,acc_stderr\na,0.71,0.02\nb,0.69,0.021\n' >within.csv
run paretop compare within.csv --margin 0.075
like "$(words)" '*equivalent on acc within 7.5 percentage points: a less b is −2.77 to +6.77 percentage points (90% CI, unpaired).*' \
    'equivalence is shown by the interval that it rests on'
pairs answers.csv -o max:grade
is "$(csv_columns p better p_better <"$out" | awk -F, '{ printf "%.6f %s %s", $1, $2, $3 }')" '0.500000 undecided ' \
    'two right answers against two wrong ones are no certainty'
printf 'model,item,grade\na,1,0.9\nb,1,0.3\n' >alone.csv
run paretop compare alone.csv -o max:grade --map item=item
like "$(cat "$out")" '*one item in common and no errors known*' 'one item is called one'
like "$(words)" '*One item in common tells nothing of the error, and no error of grade is known otherwise*' 'one item is too few'
# What was asked for and is not there; and how little dominance rests on.
printf 'model,item,grade,cost_usd\na,1,0.5,1\na,2,0.6,2\nb,1,,1.5\nb,2,,2\n' >nobody.csv
run paretop compare nobody.csv -o max:grade,min:cost_usd --map item=item
like "$(words)" '*grade is not compared: fewer than two of the models have it*' 'an objective of one model is named'
run paretop compare costs.csv -o max:right,max:cost_usd --map item=item
like "$(words)" '*dominance is resampled from 4 items or clusters, which are few*' 'few resamples are called few'

# Means over tasks: the t of Satterthwaite, R's pt of 0.1 over sqrt(0.05^2 + 0.05^2) / 2 with two degrees;
# a task that one lacks is named; the mean of one task is that task.
cat >suite.csv <<'END'
model,task,item,score
a,t1,1,0.5
a,t1,2,0.6
a,t2,3,0.7
a,t2,4,0.9
a,t3,5,1
b,t1,1,0.45
b,t1,2,0.45
b,t2,3,0.55
b,t2,4,0.85
END
pairs suite.csv -o 'max:mean(score)'
is "$(csv_columns measure diff se_paired p method <"$out" | awk -F, '
    NR == 1 { printf "%s %.4f %.6f %.6f %s,%s,%s", $1, $2, $3, $4, $5, $6, $7 }')" \
    'mean(score) 0.1000 0.035355 0.105573 paired within 2 tasks, t,' 'a mean over tasks of a few items has the t of few'
like "$(cat "$err")" '*mean(score) is over the 2 of 3 tasks that all points have; without t3*' 'and says which are left out'
grep -v t1 suite.csv >onetask.csv
pairs onetask.csv -o 'max:mean(score)'
is "$(csv_columns lo p n_shared <"$out" | sort -u | wc -l | tr -d ' ')" 1 'the mean of one task is that task'
# Without items by the errors of the tasks: 0.0333 with an error of 0.0143 and 7.12 degrees, as scipy.
cat >seeds.csv <<'END'
model,task,seed,score
A,t1,1,0.60
A,t1,2,0.64
A,t1,3,0.62
A,t2,1,0.30
A,t2,2,0.34
A,t2,3,0.35
B,t1,1,0.55
B,t1,2,0.61
B,t1,3,0.57
B,t2,1,0.33
B,t2,2,0.29
B,t2,3,0.30
END
run paretop compare seeds.csv --direction score=max -o 'max:mean(score)' --table pairs --format csv
is "$(csv_columns measure diff se_unpaired p method <"$out" | awk -F, 'NR == 1 { printf "%s %.6f %.6f %.6f %s,%s", $1, $2, $3, $4, $5, $6 }')" \
    "mean(score) 0.033333 0.014337 0.052396 unpaired within 2 tasks, Welch's t" 'few seeds of each task are few, for their mean too'
run paretop compare seeds.csv --direction score=max -o 'max:mean(score)'
like "$(words)" '*Undecided between A and B on mean(score)*Of its 2 tasks A is better on none and B on none, each task by itself.*' \
    'the verdict on a mean tells of its tasks'
like "$(words)" '*mean(score) is over all of its 2 tasks*' 'and how many there are'
run paretop compare seeds.csv --direction score=max
like "$(head -1 "$out")" "*n = 3 each, no items in common: unpaired, Welch's t" 'the method for a few seeds is named'
like "$(words)" "*t1/score is one of 2 tasks of score: A is better on none and B on none, each task by itself; -o 'max:mean(score)' asks for their mean.*" \
    'a verdict on one task of several says so'
# A gap beyond 100 points is none that there can be.
awk 'BEGIN { print "model,item,right"; for (i = 0; i < 6; i++) printf "a,%d,%d\nb,%d,%d\n", i, i % 2, i, 1 - i % 2 }' >wide.csv
run paretop compare wide.csv -o max:right --map item=item
like "$(words)" '*; no gap that there can be could have been shown with 80 % power.*' 'six items show nothing'
# Of summaries dominance is approximate, which is said.
printf 'model,acc,acc_stderr,cost_usd,cost_usd_stderr\na,0.7,0.01,2,0.1\nb,0.65,0.02,3,0.2\n' >errors.csv
run paretop compare errors.csv -o max:acc,min:cost_usd
like "$(words)" '*errors as normal (t where few) and independent of each other, which is approximate*' 'dominance without items'

# A model may be called as a column is.
sed 's/^a,/cluster,/' apart.csv >called.csv
models called.csv -o max:right --map cluster=topic
is "$status $(csv_columns model clusters <"$out" | tr '\n' ' ')" '0 cluster,2 b,2 ' 'a model called cluster has its clusters'
# Squares of these are infinite.
printf 'model,item,grade\na,1,1e300\na,2,-1e300\na,3,5\nb,1,-1e300\nb,2,1\nb,3,1e300\n' >vast.csv
pairs vast.csv -o max:grade
is "$(csv_columns better lo p mde <"$out")" 'undecided,,,' 'an error that is no number is none'
run paretop compare vast.csv -o max:grade --map item=item
like "$(words)" '*the error of their difference is too large for a number.*' 'which is said'
# Means of the same runs in another order are the same.
printf '%s\n' model,task,seed,score a,t1,1,0.1 a,t1,2,0.2 a,t1,3,0.4 a,t2,1,0.1 a,t2,2,0.2 a,t2,3,0.4 b,t1,1,0.4 \
    b,t1,2,0.2 b,t1,3,0.1 b,t2,1,0.4 b,t2,2,0.2 b,t2,3,0.1 >again.csv
run paretop compare again.csv --direction score=max --table suite --format csv
is "$(csv_columns win_rate mean_rank <"$out" | tr '\n' ' ')" '0.5,1.5 0.5,1.5 ' 'and win half of the tasks'
# A third model without a task takes it out of the mean, not the pairing out of the two.
(cat suite.csv; printf '%s\n' b,t3,5,0.9 a,t3,6,0.8 b,t3,6,0.6 c,t1,1,0.3 c,t1,2,0.4 c,t2,3,0.2 c,t2,4,0.1) >third.csv
pairs third.csv -o 'max:mean(score)'
is "$(csv_columns a b measure n_shared method <"$out" | sed -n 's/^a,b,mean(score),//p')" '4,paired within 2 tasks, t' \
    'a task that a third model lacks is in no mean'

# Pairs on the same items share their draws, and get what they get alone; an item that one model lacks
# makes another set of items, with draws of its own.
awk 'BEGIN { print "model,item,topic,right,cost_usd"; for (m = 1; m <= 5; m++) for (i = 1; i <= 40; i++)
    if (m < 5 || i > 3) printf "m%d,%d,t%d,%d,%.3f\n", m, i, i % 9, (i * (m + 6) * 7919) % 10 < 4 + m,
        0.01 * (1 + (i * m * 31) % 17) + 0.002 * m }' >five.csv
dominances() { # A B OPTION...
    first=$1 second=$2
    shift 2
    run paretop compare five.csv --map item=item -o max:right,min:cost_usd --table pairs --format csv "$@"
    csv_columns a b measure p_a_dominates p_b_dominates lo hi p <"$out" | grep "^$first,$second,"
}
for options in '--interval bca' '--map cluster=topic' '--test sign-flip'; do
    for pair in 'm1 m2' 'm2 m4' 'm3 m5'; do
        set -- $pair
        together=$(dominances $pair $options)
        is "$together" "$(dominances $pair $options -m "$1" -m "$2")" "$pair: together as alone, $options"
    done
done
unlike "$together" '' 'and there is something to compare'

finish
