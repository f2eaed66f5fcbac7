#!/bin/sh
# What was asked of a comparison and what was done: the test that is named is the one that was made,
# and what does not suit the data or cannot be is said.
. "$top_srcdir/tests/lib.sh"

words() { tr -s ' \n' ' ' <"$out"; }
pair() { # FILE OPTION...: p and method of the first pair
    run paretop compare "$@" --map item=item --table pairs --format csv
    printf '%.6f %s' "$(csv_columns p <"$out" | head -1)" "$(csv_columns method <"$out" | head -1)"
}

# Grades of ten items by two models, and answers that are right or wrong. p of Mann and Whitney is
# of the normal with continuity 1/2 and a variance for ties, worked out apart.
awk 'BEGIN { split("3 5 1 9 12 7 4 15 8 10", a); split("4 7 2 11 11 10 6 18 13 16", b)
    print "model,item,topic,grade"; for (i = 1; i <= 10; i++) { printf "a,%d,t%d,%d\n", i, i % 4, a[i]
    printf "b,%d,t%d,%d\n", i, i % 4, b[i] } }' >grades.csv
awk 'BEGIN { print "model,item,right"; for (i = 0; i < 40; i++) printf "a,%d,%d\nb,%d,%d\n", i, (i % 3 > 0),
    i, (i % 8 > 0) }' >binary.csv
is "$(pair grades.csv -o max:grade --test mann-whitney)" '0.289192 paired, t; Mann-Whitney' 'of graded items that are paired'
is "$(pair binary.csv -o max:right --test mann-whitney)" '0.019120 paired, Tango; Mann-Whitney' 'of right or wrong ones'
run paretop compare grades.csv -o max:grade --map item=item --test mann-whitney
like "$(words)" '* 10 items in common: paired, t; Mann-Whitney *, p 0.*, paired, t; Mann-Whitney*it does not use that they are paired*' \
    'the first page names the test, its p and what it leaves out'
run paretop compare grades.csv -o max:grade --map item=item --map cluster=topic --test mann-whitney
like "$(words)" '*--test mann-whitney does not suit these data (paired, t by 4 clusters): t instead*' 'nor clusters'
run paretop compare grades.csv -o max:grade --map item=item --test mcnemar --interval tango
like "$(words)" '*--interval tango does not suit these data (paired, t): t instead*--test mcnemar does not suit*' \
    'grades are not right or wrong'
unlike "$(words)" '*McNemar exact*' 'and no test is named that was not made'
run paretop compare grades.csv -o max:grade --map item=item
unlike "$(words)" '*does not suit*' 'what was not asked for is not missed'
run paretop compare grades.csv -o max:grade --map item=item --paired=off --test wilcoxon
like "$(words)" "*--test wilcoxon does not suit these data (unpaired, Welch's t): t instead*" 'nor samples that are not paired'
is "$(pair grades.csv -o max:grade --paired=off --test z)" "0.256130 unpaired, Welch's t; z" 'z of two samples'
sed 's/^b,5,1/b,5,0/;/^b,.*[369],/s/,1$/,0/' binary.csv >close.csv
run paretop compare close.csv -o max:right --map item=item --test sign
like "$(words)" '*Undecided between a and b*(95% CI, paired, n = 40, p 0.* by sign); *' 'p and its test stand in an undecided verdict too'

# Clusters that are asked for and not known.
run paretop compare grades.csv -o max:grade --map item=item --clusters
like "$(words)" '*no column of the items is known to name clusters*--map cluster=COLUMN*' 'no clusters are known'
for options in '' '--clusters=off' '--clusters --map cluster=topic'; do
    run paretop compare grades.csv -o max:grade --map item=item $options
    unlike "$(words)" '*no column of the items*' "which is no matter with ${options:-nothing}"
done

# A margin in percentage points where a share is from 0 to 1.
run paretop compare binary.csv -o max:right --map item=item --margin 5
is "$status" 1 'a margin that no difference can pass'
like "$(tr -s ' \n' ' ' <"$err")" '*margin 5 is beyond the range of right, which is from 0 to 1 *0.05 is five percentage points*' \
    'is refused, with the likely meaning'
run paretop compare binary.csv -o max:right --map item=item --margin 0.05
is "$status" 0 'another is not'
run paretop compare grades.csv -o max:grade --map item=item --margin 5
is "$status" 0 'nor is 5 of grades'

# Three models, of which each pair shares other items than all three do; a difference over shared items
# beside means over all.
awk 'BEGIN { print "model,item,right"; for (i = 0; i < 60; i++) { if (i < 50) printf "a,%d,%d\n", i, (i % 3 > 0)
    if (i >= 10) printf "b,%d,%d\n", i, (i % 4 > 0); if (i % 2) printf "c,%d,%d\n", i, (i % 5 > 0) } }' >three.csv
run paretop compare three.csv -o max:right --map item=item
like "$(words)" '* each pair on the items it shares (25 to 40): paired*' 'items differ by pair'
run paretop compare three.csv -o max:right --map item=item -m a -m b
like "$(words)" '* 40 items in common: *' 'of two there is one number'
like "$(words)" "*right: each model's value is over all of its own items*over those that both have: *" 'own items and shared ones'
run paretop compare binary.csv -o max:right --map item=item
unlike "$(words)" '*over all of its own items*' 'not where they are the same'

# Two of three that all have items: p is by Holm among the three pairs, as if all were compared.
awk 'BEGIN { print "model,item,right"; for (i = 0; i < 400; i++) printf "a,%d,%d\nb,%d,%d\nc,%d,%d\n", i, (i % 20 < 12), i,
    (i % 20 < 12 && i % 40 != 3 || i % 50 == 13), i, (i % 20 < 5) }' >family.csv
adjusted() {
    run paretop compare family.csv -o max:right --map item=item --table pairs --format csv "$@"
    csv_columns a b p_adj better <"$out" | grep -E "^(a,b|b,a)," | sed 's/^b,a,/a,b,/'
}
together=$(adjusted)
like "$together" 'a,b,0.*' 'there is something to compare'
is "$(adjusted -m a -m b)" "$together" 'two of three have the p that they have beside the third'
is "$(adjusted -m b -m a)" "$together" 'in either order'
is "$(adjusted -m a -m b --interval bca)" "$(adjusted --interval bca)" 'and with replicates'
for method in hochberg hommel bh by; do
    is "$(adjusted -m a -m b --adjust $method)" "$(adjusted --adjust $method)" "and by $method"
done
run paretop compare family.csv -o max:right --map item=item -m a -m b
unlike "$(words)" '*p at most*' 'no bound is given where the others are known'
like "$(words)" '*adjusted for the 3 pairs of each measure (Holm)*' 'which the note says'
awk -F, -v OFS=, 'NR == 1 { print; next } { print; for (k = 1; k < 4; k++) { $1 = $1 k; print } }' family.csv >many.csv
run paretop compare many.csv -o max:right --map item=item -m a -m b
like "$(words)" '*at most 1 (Bonferroni: *other pairs'"'"' p are not known)*' 'of more than eight models there is a bound'

# Five seeds each, whose difference is 2 errors: undecided by t, and so is dominance on that alone. With
# a lower cost it dominates with the one-sided probability of t with 8 degrees of freedom.
awk 'BEGIN { print "model,seed,accuracy,cost_usd"; split("-2 -1 0 1 2", x); for (s = 1; s <= 5; s++)
    printf "a,%d,%.3f,3\nb,%d,%.3f,2\n", s, 0.5 + 0.01 * x[s], s, 0.52 + 0.01 * x[s] }' >seeds.csv
run paretop compare seeds.csv -o max:accuracy --table pairs --format csv
is "$(csv_columns measure better dominance <"$out" | grep accuracy)" accuracy,undecided,undecided 'one word for one objective'
run paretop compare seeds.csv -o max:accuracy,min:cost_usd --table pairs --format csv
is "$(csv_columns measure better dominance p_b_dominates <"$out" | awk -F, '/accuracy/ { printf "%s %s %.4f", $2, $3, $4 }')" \
    'undecided b dominates 0.9597' 'with a second it dominates'
run paretop compare seeds.csv -o max:accuracy,min:cost_usd --table pairs
like "$(words)" '*"dominates" is said from a probability of 0.95*one-sided*two-sided 95 % interval*' 'and why it may'

# Repeats within clusters: one error, one note of what it is over.
awk 'BEGIN { print "model,item,seed,topic,right"; for (i = 0; i < 60; i++) for (s = 1; s < 3; s++)
    printf "a,%d,%d,t%d,%d\nb,%d,%d,t%d,%d\n", i, s, i % 15, ((i + s) % 3 > 0), i, s, i % 15, ((i + s) % 4 > 0) }' >repeats.csv
run paretop compare repeats.csv -o max:right --map item=item --map cluster=topic
like "$(words)" '*are by clusters of items*' 'errors by clusters'
unlike "$(words)" '*standard errors are over items*' 'are not over items as well'
cut -d, -f1-3,5 repeats.csv >plain.csv
run paretop compare plain.csv -o max:right --map item=item
like "$(words)" '*standard errors are over items*' 'unless there are none'

finish
