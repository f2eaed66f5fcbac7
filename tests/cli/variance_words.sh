#!/bin/sh
# What the lens of noise says of runs, samples and models: its sentences against its figures.
. "$top_srcdir/tests/lib.sh"

words() { # of the last run, on one line
    tr -s ' \n' ' ' <"$out"
}

# Each of three items answered twice by two models: means of the first answers 2/3 and 1/3, of
# the second 1/3 and 1/3.
answers() { # NAME: of the column that tells the answers apart
    printf '%s\n' "model,item,$1,correct" a,q1,1,1 a,q2,1,1 a,q3,1,0 a,q1,2,1 a,q2,2,0 a,q3,2,0 \
        b,q1,1,0 b,q2,1,1 b,q3,1,0 b,q1,2,0 b,q2,2,0 b,q3,2,1
}
for name in sample attempt epoch try; do
    answers "$name" >"$name.csv"
    run paretop variance "$name.csv" --table tasks --format csv
    is "$(csv_columns measure <"$out")" correct "$name tells answers apart and is no score"
    run paretop variance "$name.csv" --table components --format csv
    is "$(csv_columns measure method <"$out" | tr '\n' ' ')" \
        'correct,two-way correct,two-way ' 'and has no components'
done
finish
