#!/bin/sh
# What sets of points are worth: expected values of other programs, and every way of asking.
. "$top_srcdir/tests/lib.sh"

table() { csv_columns "$@" <"$out"; }

# close GOT WANTED DESCRIPTION: lists of numbers that agree to ten digits.
close() {
    is "$(printf '%s\n' "$1" | awk '{ printf "%.10g\n", $1 }')" "$2" "$3"
}

# Deep-sea-treasure's known front; values by moocore and numpy.
cat >treasure.csv <<'END'
id,treasure,steps
1,0.7,1
2,8.2,3
3,11.5,5
4,14.0,7
5,15.1,8
6,16.1,9
7,19.6,13
8,20.3,14
9,22.4,17
10,23.7,19
END
ask='treasure.csv --by row -o max:treasure,min:steps --reference 0,25 --scale raw --divisions 10'
# shellcheck disable=SC2086
run paretop indicators $ask --format csv
is "$status" 0 'a known front: succeeds'
close "$(table hv)" 401.8 'its hypervolume'
close "$(table eu)" 7.167272727 'its expected utility'
close "$(table r2)" 2.629090909 'its R2'
close "$(table sparsity)" 15.38222222 'its sparsity'
is "$(table n card beyond igd_plus eps_add max_utility_loss)" '10,10,0,0,0,0' \
    'it lies on itself'
is "$(table hv_se)" '' 'an exact volume has no error'
# shellcheck disable=SC2086
run paretop indicators $ask --format csv --table points
close "$(table hv_contribution)" '1.4
15
6.6
2.5
1.1
4
3.5
2.1
4.2
7.8' 'what each point alone provides'
is "$(table crowding | head -n 1)" inf 'the ends are infinitely uncrowded'
is "$(table row crowding | awk -F, '$2 != "inf" && $2 > most { most = $2; row = $1 } END { print row }')" 1 \
    'the widest gap of the inner points'
like "$(cat "$err")" '*the frontier is emptiest around row 1 (crowding 0.692)*' 'is named'
close "$(table crowding | sed -n 2p)" 0.6917874396 'the others by their neighbours'

# Two vendors, one better in everything; one point without a cost.
cat >vendors.csv <<'END'
model,vendor,acc,cost
a1,acme,80,4
a2,acme,70,2
b1,bolt,79,5
b2,bolt,60,3
b3,bolt,60,
END
run paretop indicators vendors.csv -o max:acc,min:cost --group vendor --format csv --table pairs
is "$(table a b coverage_ab coverage_ba better)" 'acme,bolt,1,0,acme' \
    'one set covers the other and is better'
run paretop indicators vendors.csv -o max:acc,min:cost --group vendor
like "$(tr -s ' \n' ' ' <"$out")" "*4 of 5 points (1 without cost)*acme's frontier of 2 models has * times \
the hypervolume of bolt's frontier of 2 models*" 'the verdict names both'
run paretop indicators vendors.csv -o max:acc,min:cost --group vendor --format json
is "$(grep -c '"name": "hv"' "$out")" 1 'as JSON'

# Costs per token keep their digits.
printf 'model,acc,cost\na,1,1e-7\nb,2,2e-7\nc,3,3e-7\n' >small.csv
run paretop indicators small.csv -o max:acc,min:cost --reference 0,4e-7 --format csv \
    --table points
close "$(table hv_contribution)" '1e-07
1e-07
1e-07' 'contributions are free of scale'

# Twelve objectives can only be estimated.
awk 'BEGIN { srand(3); printf "model"; for (k = 0; k < 12; k++) printf ",q%d", k; print ""
    for (i = 0; i < 30; i++) { printf "m%d", i
        for (k = 0; k < 12; k++) printf ",%.3f", rand(); print "" } }' >wide.csv
objectives=max:q0
for k in 1 2 3 4 5 6 7 8 9 10 11; do objectives=$objectives,max:q$k; done
run paretop indicators wide.csv -o "$objectives" --format csv
is "$status" 0 'twelve objectives: succeeds'
cp "$out" first
like "$(table hv_se)" '[0-9]*' 'an estimate has its standard error'
like "$(cat "$err")" '*estimated from 65536 quasi-random points*' 'and is called one'
run paretop indicators wide.csv -o "$objectives" --format csv
same_file "$out" first 'the same seed gives the same bytes'

# Three runs; what two of them reach.
printf 'seed,x,y\n1,1,3\n1,3,1\n2,2,2\n3,3,3\n' >runs.csv
run paretop indicators runs.csv --by row -o max:x,max:y --runs seed --levels all \
    --reference 0,0 --format csv --table attainment
is "$(table level x y)" '1,3,3
2,3,1
2,2,2
2,1,3
3,2,1
3,1,2' 'attainment surfaces of every level'

run paretop indicators vendors.csv -o max:acc,min:cost --reference 1
is "$status" 2 'a reference point that is too short: wrong usage'
like "$(cat "$err")" '*1 values*2 objectives*' 'and why'
run paretop indicators vendors.csv -o max:acc,min:cost --group maker
is "$status" 1 'an unknown column: refused'
printf 'model,acc,cost\na,1,0\nb,2,3\n' >zero.csv
run paretop indicators zero.csv -o max:acc,min:cost --scale log-cost --missing none
is "$status" 1 'no logarithm of nothing'
like "$(cat "$err")" '*cost is 0*--missing*' 'and the way out'
run paretop indicators vendors.csv -o max:acc,min:cost --where 'acc > 1000'
like "$status" '[01]' 'no points at all: no crash'
for power in -200 200; do
    printf 'model,acc,cost\na,6e%d,3e%d\nb,5e%d,2e%d\n' "$power" "$power" "$power" "$power" >scale.csv
    run paretop indicators scale.csv -o max:acc,min:cost --format csv
    is "$(csv_columns hv <"$out")" '' "no volume where it is out of range near 1e$power"
    like "$(cat "$err")" '*leave the range of numbers; --scale minmax*' 'and why'
    run paretop indicators scale.csv -o max:acc,min:cost
    like "$(cat "$out")" '*verdict*Hypervolumes are out of the range*' 'so says the verdict'
    run paretop indicators scale.csv -o max:acc,min:cost --scale minmax --format csv
    is "$(csv_columns hv <"$out" | awk '{ printf "%.4f", $1 }')" 0.2100 'by range it is known'
done
printf 'model,acc,gain,cost\na,2,0.0,3\nb,2,-0.0,3\nc,1,1,2\n' >signs.csv
run paretop indicators signs.csv -o max:acc,max:gain,min:cost --missing none --format csv
is "$(csv_columns n card <"$out")" 3,2 'a zero with a minus sign is a zero: equal points count once'
# Sets by year: volumes in that order, whichever order the file has. By hand, from (0, 5): 2024
# has 1 x 2 + 0.5 x 2 = 3, 2025 2 x 1 + 1.5 x 2 = 5, and 2023 one point, 0.5 x 1.
printf '%s\n' model,year,acc,cost a,2024,1,3 b,2025,2,4 c,2025,1.5,2 d,2024,0.5,1 e,2023,0.5,4 >years.csv
for objectives in max:acc,min:cost min:cost,max:acc; do
    reference=0,5
    [ "$objectives" = max:acc,min:cost ] || reference=5,0
    run paretop indicators years.csv -o $objectives --group year --reference $reference --format csv
    is "$(table group hv | tr '\n' ' ')" '2024,3 2025,5 2023,0.5 ' "volumes of years: $objectives"
    is "$(table group hv_norm hsr | awk -F, '$1 == 2023 {
        gap = $3 - sqrt($2 / (1 - $2)); print (gap < 1e-12 && gap > -1e-12) }')" 1 'the ratio of one point'
    run paretop indicators years.csv -o $objectives --group year --reference $reference --format svg
    like "$(cat "$out")" '*>cost, USD, less is better<*' 'the score is vertical, the cost horizontal'
    same_file "$out" "${before:-$out}" 'whichever comes first'
    cp "$out" before.svg
    before=before.svg
done
run paretop indicators years.csv -o max:acc,min:cost --group year --reference 0,5 --chart volumes --format svg
like "$(cat "$out")" '*hypervolume, more is better*' 'volumes by year are drawn'
run paretop indicators vendors.csv -o max:acc,min:cost --group vendor --chart volumes
like "$(cat "$err")" '*no chart "volumes"*' 'and not by names'
# Of two points the largest ratio of shares in steps of 1e-5, by another program.
printf '%s\n' model,year,acc,cost a,2024,1,3 b,2025,2,4 c,2025,1.5,2 d,2024,0.5,1 e,2023,.3,.8 f,2023,.1,.7 >ratio.csv
run paretop indicators ratio.csv -o max:acc,min:cost --group year --format csv
close "$(table hsr | head -n 1)" 0.6706943269 'the hypervolume Sharpe ratio of two points'
# Two of the ten points of the known front keep most: of 45 pairs the largest area, counted by awk.
# shellcheck disable=SC2086
run paretop indicators $ask --subset 2 --format csv --table subset
is "$(table treasure steps | tr '\n' ' ')" "$(awk -F, 'NR > 1 { x[NR] = $2; y[NR] = 25 - $3 }
    END { for (i = 2; i <= NR; i++) for (j = i + 1; j <= NR; j++) {
        area = x[i] * y[i] + (x[j] - x[i]) * y[j]
        if (area > most) { most = area; a = i; b = j } }
        printf "%s,%s %s,%s ", x[a], 25 - y[a], x[b], 25 - y[b] }' treasure.csv)" 'the best two points'
like "$(cat "$err")" '*subset: 2 of the 10 on the frontier keep * % of its hypervolume, the most*' 'and what they keep'
finish
