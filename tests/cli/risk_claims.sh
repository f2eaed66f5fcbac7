#!/bin/sh
# What the risk lens claims: of which series a ratio is, of how many returns, and of how many trials.
. "$top_srcdir/tests/lib.sh"

said() { tr -s ' \n' ' ' <"$out"; }

# --- a cheap score is no task of the full one ---

cat >cheap.csv <<'END'
model,full_score,cheap_score,cost_usd
a,0.70,0.66,2
b,0.74,0.73,4
c,0.60,0.61,1
d,0.65,0.68,3
e,0.68,0.60,2
END
of_cheap() { run paretop risk cheap.csv -o max:full_score,min:cost_usd "$@"; }
of_cheap --format plain
is "$status" 0 'a table with a cheap and a full score'
unlike "$(said)" '*largest ratio*' 'has no series over tasks'
like "$(said)" '*Shortlisting by cheap_score*' 'but shortlists'
of_cheap --format csv
like "$(csv_columns reason <"$out" | head -n 1)" '*--tasks names measures*--over tasks*' \
    'the reason says how to name some'
of_cheap --over tasks --estimators cheap_score --format csv
like "$(csv_columns reason <"$out" | head -n 1)" 'there is no series over what --over asks for' \
    'what is named as a cheap score is no task either'

# --- two returns have no skewness ---

of_cheap --over tasks --format plain
unlike "$(said)" '*largest ratio*' 'a ratio of two returns is not named'
like "$(said)" '*5 of 5 series are of two returns, which have no skewness*' 'and why'
of_cheap --over tasks --format csv
is "$(csv_columns n se psr dsr min_n_95 reason <"$out" | sort -u)" \
    '2,,,,,two returns have no skewness, so the ratio has no error' 'nor has it an error'
like "$(csv_columns sharpe <"$out" | head -n 1)" '?*' 'the ratio itself is there'
cat >few.csv <<'END'
model,task,accuracy
two,one,0.9
two,two,0.91
full,one,0.7
full,two,0.8
full,three,0.75
base,one,0.6
base,two,0.6
base,three,0.6
END
run paretop risk few.csv -o max:one/accuracy --reference base --format plain
like "$(said)" '*full has the largest ratio over 3 tasks*' 'of three there is one'
like "$(said)" '*1 of 3 series is of two returns*' 'who has fewer is counted'

# --- the last list that was looked at is no peak ---

cat >cut.csv <<'END'
model,full_accuracy,cheap_accuracy
a,0.70,0.9
b,0.60,0.8
c,0.68,0.7
d,0.69,0.6
e,0.50,0.5
END
cut() { run paretop risk cut.csv -o max:full_accuracy --estimators cheap_accuracy --baseline 0.5 "$@" --format plain; }
cut --k 3
like "$(said)" '*the ratio is largest at k = 3, the last that was looked at (3.78): try 3*' 'a list cut off has no peak'
cut
like "$(said)" '*the ratio peaks at k = 4 (4.37): try 4*' 'of all there is one'
cut --k 5
like "$(said)" '*peaks at k = 4*' 'and of as many as there are'
sed 's/$/,x/; 1s/,x$/,dataset/' cut.csv >cutsets.csv
run paretop risk cutsets.csv -o max:full_accuracy --estimators cheap_accuracy --baseline 0.5 --k 3 \
    --runs dataset --format plain
like "$(said)" '*is largest at k = 3, the last that was looked at (3.78)*' 'of data sets neither'

# --- trials ---

grep -v "^two," few.csv >mirror.csv
run paretop risk mirror.csv -o max:one/accuracy --format plain
like "$(said)" '*2 tried (N = 4 by the rule, which rounds up and counts series that move against each other as more; mean correlation -1.00)*' \
    'more trials than there were are the doing of the rule'
unlike "$(said)" '*independent*' 'and nobody calls them independent'

# --- probabilities that round to 1, and whose returns are counted ---

awk 'BEGIN { print "model,task,accuracy"
    for (t = 0; t < 12; t++) {
        printf "base,t%d,0.5\n", t
        if (t < 9) printf "good,t%d,%g\n", t, 0.7 + t % 3 / 50
        printf "fair,t%d,%g\n", t, 0.5 + (t % 5 - 1.5) / 50
    } }' >sure.csv
run paretop risk sure.csv -o max:t0/accuracy --reference base --format plain
like "$(said)" '*good has the largest ratio over 9 of 12 tasks (accuracy)*: probability above 0.99 that it is above 0*' \
    'a probability is not 1, and the tasks are those of the model named'

# --- tasks with one metric are no cheap scores of each other ---

run paretop risk sure.csv -o max:t0/accuracy --format plain
unlike "$(said)" '*Shortlisting by*' 'no task is the cheap score of another'
like "$(said)" '*no shortlist: 11 other measures have the final metric*unless --estimators names it*' 'which is said'
run paretop risk sure.csv -o 'max:mean(accuracy)' --format plain
unlike "$(said)" '*Shortlisting by*' 'nor of the mean that it is part of'
run paretop risk sure.csv -o max:t0/accuracy --estimators t1/accuracy --format plain
like "$(said)" '*Shortlisting by t1/accuracy*' 'unless it is named'

# --- thresholds, averages and baselines ---

cut --k 3
like "$(said)" '*baseline of the shortlists is 0.5 (as given)*' 'a baseline'
unlike "$(said)" '*unsafe*' 'nothing is unsafe where no score can be'
cut --threshold 0.55
like "$(said)" '*below 0.55 is unsafe*' 'but where a threshold is given'
cut --baseline b
like "$(said)" '*try 4 (a, b, c, d), of which b is the baseline itself*' 'the baseline is no news'
cut --baseline e
unlike "$(said)" '*the baseline itself*' 'nor named where it is not tried'
of_cheap --format plain
like "$(said)" '*models averages 0.6* of full_score over the range of cost_usd*' 'what an average is of'
finish
