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
finish
