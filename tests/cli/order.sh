#!/bin/sh
# What can be ranked at all: pairs, chains, antichains of tables small enough to count by eye.
. "$top_srcdir/tests/lib.sh"

table() { csv_columns "$@" <"$out"; }
words() { tr -s ' \n' ' ' <"$out"; }

# a and f are equal and beat d, which beats e; b and c beat d, too. g lacks a speed.
printf '%s\n' model,acc,speed,cost_usd a,0.9,10,5 b,0.8,20,4 c,0.7,30,6 d,0.7,5,7 e,0.6,4,8 f,0.9,10,5 \
    g,0.5,,1 >six.csv
ask='six.csv -o max:acc,max:speed,min:cost_usd'
# shellcheck disable=SC2086
run paretop order $ask --format csv
is "$status" 0 'succeeds'
is "$(table model layer dominators dominated covers is_maximal is_minimal)" 'a,1,0,2,d,1,0
b,1,0,2,d,1,0
c,1,0,2,d,1,0
d,2,4,1,e,0,0
e,3,5,0,,0,1
f,1,0,2,d,1,0' 'the place of each model'
# shellcheck disable=SC2086
run paretop order $ask --table order --format csv
is "$(table n k comparable_pairs equal_pairs incomparable_pairs height width width_distinct n_layers)" \
    6,3,9,1,5,3,4,3,3 'pairs, chains and antichains'
is "$(table incomparability expected_independent small_improvement_pairs linear_extensions |
    awk -F, '{ printf "%.4f %s %s %s", $1, $2, $3, $4 }')" '0.3333 0.75 0 24' 'shares and rankings'
# shellcheck disable=SC2086
run paretop order $ask
like "$(words)" '*60 % of the 15 pairs are ranked by dominance alone; the longest chain has 3 models*' \
    'the verdict'
like "$(words)" '*1 model without speed is left out*' 'what is left out is told'
like "$(words)" '*the width is 4, with each once 3*' 'and what equal points do'
# shellcheck disable=SC2086
run paretop order $ask --collapse --table order --format csv
is "$(table n equal_pairs width)" 5,0,3 'equal points once'
# shellcheck disable=SC2086
run paretop order $ask --eps 0.2,3,2 --format csv
is "$(table model dominators | tr '\n' ' ')" 'a,0 b,0 c,0 d,4 e,4 f,0 ' 'better by more than a tolerance'
for chart in hasse objectives matrix; do
    # shellcheck disable=SC2086
    run paretop order $ask --chart $chart
    is "$status" 0 "the chart $chart"
done
is "$(awk '/^d / { print $3, $5, $7, $9, $11, $13; exit }' "$out")" '< < < = > <' 'the matrix has a sign for each pair'

# Score against cost alone cannot be ranked; an improvement of c to d is not better than a or b.
printf '%s\n' model,acc,cost a,1,1 b,2,2 c,2.9,3.1 d,3,3 >apart.csv
run paretop order apart.csv -o max:acc,min:cost --where "model <> 'c'"
like "$(words)" '*With 2 objectives 3 of 3 pairs are incomparable: this table cannot be ranked without weights.*' \
    'no pair can be ranked'
run paretop order apart.csv -o max:acc,min:cost --table order --format csv
is "$(table comparable_pairs incomparable_pairs small_improvement_pairs)" 1,5,2 'improved in vain'
run paretop order apart.csv -o max:acc,min:cost --where "model = 'a'"
like "$(words)" '*One point alone has every objective*' 'one point'
run paretop order apart.csv -o max:acc,min:cost --eps 1,2,3
is "$status" 2 'tolerances that do not fit: wrong usage'
awk 'BEGIN { print "id,x,y"; for (i = 0; i < 5001; i++) print i "," i % 71 "," i % 89 }' >many.csv
run paretop order many.csv --by row -o max:x,max:y
is "$status" 1 'too many points are refused'
like "$(cat "$err")" '*5001 points*--where*' 'with the way out'
finish
