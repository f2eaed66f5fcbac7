#!/bin/sh
# Numbers are in C form in every locale, and tables are UTF-8 in every locale. The German
# locale is made for this test from the system's sources.
. "$top_srcdir/tests/lib.sh"

cat >t.csv <<'END'
model,accuracy,latency_ms
ä,0.5,1000.25
b,0.625,2000.5
c,0.25,1500.125
END
ask='frontier t.csv -o max:accuracy,min:latency_ms --plot'
for format in text csv json markdown svg; do
    # shellcheck disable=SC2086
    run paretop $ask --format $format
    cp "$out" c.$format
done

if localedef -i de_DE -f UTF-8 ./de_DE.UTF-8 >/dev/null 2>&1; then
    for format in text csv json markdown svg; do
        # shellcheck disable=SC2086
        run env LOCPATH="$PWD" LC_ALL=de_DE.UTF-8 "$top_builddir/paretop" $ask \
            --format $format
        same_file "$out" c.$format "de_DE.UTF-8: $format as in C.UTF-8"
    done
    run env LOCPATH="$PWD" LC_ALL=de_DE.UTF-8 "$top_builddir/paretop" frontier t.csv \
        -o max:accuracy,min:latency_ms --where 'accuracy > 0.3' --format csv
    is "$(csv_columns model <"$out" | wc -l | tr -d ' ')" 2 'a filter reads a dot'
else
    for format in text csv json markdown svg; do
        skip "de_DE.UTF-8: $format as in C.UTF-8" 'no sources of the German locale'
    done
    skip 'a filter reads a dot' 'no sources of the German locale'
fi

for format in csv json svg; do
    # shellcheck disable=SC2086
    run env LC_ALL=C "$top_builddir/paretop" $ask --format $format
    same_file "$out" c.$format "LC_ALL=C: $format is the same UTF-8"
done
# shellcheck disable=SC2086
run env LC_ALL=C "$top_builddir/paretop" $ask
is "$(LC_ALL=C tr -d '\000-\177' <"$out" | wc -c | tr -d ' ')" 0 'LC_ALL=C: text is ASCII'
# A semicolon file with decimal commas means the same numbers.
sed 's/,/;/g; s/\./,/g' t.csv >de.csv
run paretop frontier de.csv -o max:accuracy,min:latency_ms --format csv
is "$(csv_columns model on_frontier <"$out")" 'ä,1
b,1
c,0' 'decimal commas between semicolons'
finish
