#!/bin/sh
# The bundled tables are what their descriptors say: same columns in the same order, every
# record complete, keys unique, numbers where numbers are promised, a source and a licence.
. "$top_srcdir/tests/lib.sh"

data=$top_srcdir/data
[ -d "$data/ten-models" ] || skip_all 'data/ is not there'

# Our tables quote nothing, so that a field is what lies between commas.
complete() { # FILE: the first record with another number of fields, or none
    awk -F, 'NR == 1 { n = NF } NF != n { print FILENAME ": line " NR; exit }
        /"/ { print FILENAME ": a quote in line " NR; exit }' "$1"
}

described() { # DESCRIPTOR TABLE: its fields, one a line
    awk -v path="\"path\": \"$2\"" '
        index($0, path) { in_table = 1 }
        in_table && /"profile"/ { seen = 1 }
        seen && /^ *{"name": "/ { sub(/^ *{"name": "/, ""); sub(/".*/, ""); print }
        seen && /^ *\]$/ { exit }' "$1"
}

repeated() { # FILE N...: a key that occurs twice, of these columns
    file=$1
    shift
    awk -F, -v columns="$*" 'BEGIN { n = split(columns, column, " ") }
        { key = ""; for (i = 1; i <= n; i++) key = key FS $column[i] }
        seen[key]++ { print key; exit }' "$file"
}

not_numbers() { # FILE COLUMNS...: a cell of these that is neither a number nor empty
    file=$1
    shift
    awk -F, -v columns="$*" 'NR == 1 { n = split(columns, wanted, " ")
            for (i = 1; i <= NF; i++) at[$i] = i
            next }
        { for (i = 1; i <= n; i++) {
            cell = $at[wanted[i]]
            if (!(wanted[i] in at)) { print "no column " wanted[i]; exit }
            if (cell != "" && cell !~ /^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/) {
                print wanted[i] ": " cell; exit } } }' "$file"
}

for folder in ten-models imagenet pythia; do
    descriptor=$data/$folder/datapackage.json
    [ -f "$descriptor" ]
    ok $? "$folder has a descriptor"
    like "$(cat "$descriptor")" '*"title": "*"sources": \[*"licenses": \[*"resources": \[*' \
        "$folder: title, sources, licence, tables"
    for table in "$data/$folder"/*.csv; do
        name=${table##*/}
        is "$(complete "$table")" '' "$folder/$name: every record has as many fields"
        head -n 1 "$table" | tr , '\n' >"$scratch/header"
        described "$descriptor" "$name" >"$scratch/described"
        same_file "$scratch/described" "$scratch/header" "$folder/$name: fields as described"
        [ "$(wc -c <"$table")" -lt 300000 ]
        ok $? "$folder/$name: small"
    done
done

models=$data/ten-models/ten-models.csv
is "$(tail -n +2 "$models" | wc -l | tr -d ' ')" 10 'ten models'
is "$(repeated "$models" 1)" '' 'each once'
is "$(not_numbers "$models" accuracy accuracy_stderr idealized_runtime_s \
    observed_runtime_s parameters)" '' 'with numbers'
is "$(awk -F, 'NR > 1 && $11 != "" { print $2 }' "$data/ten-models/scenarios.csv" |
    sort -u | wc -l | tr -d ' ')" 10 'observed runtimes of ten scenarios'
is "$(repeated "$data/ten-models/scenarios.csv" 1 2)" '' 'each model and scenario once'
is "$(repeated "$data/ten-models/runtimes.csv" 1 2)" '' 'each model and prompt size once'
is "$(repeated "$data/ten-models/api-runtimes.csv" 1 2)" '' 'at interfaces, too'

models=$data/imagenet/imagenet.csv
[ "$(cut -d, -f1 "$models" | sort -u | wc -l)" -gt 200 ]
ok $? 'more than 200 vision models'
is "$(repeated "$models" 1 4)" '' 'each model and image size once'
is "$(not_numbers "$models" top1 top1_stderr top5 samples_per_s_rtx4090 \
    samples_per_s_rtx3090 parameters gmacs macts)" '' 'with numbers'

checkpoints=$data/pythia/pythia.csv
is "$(repeated "$checkpoints" 1 3)" '' 'each Pythia model and checkpoint once'
is "$(cut -d, -f4 "$checkpoints" | tail -n +2 | sort -u | wc -l | tr -d ' ')" 8 'eight sizes'
is "$(not_numbers "$checkpoints" accuracy accuracy_stderr training_flops \
    wsc_accuracy_stderr)" '' 'with numbers'
is "$(repeated "$data/pythia/seeds.csv" 2 3)" '' 'each seed and checkpoint once'

run paretop list sources "$data/imagenet" --format csv
is "$status $(grep -c 'imagenet\.csv' "$out") $(grep -c datapackage "$out")" '0 1 0' \
    'a folder is its tables; the descriptor is none'
finish
