#!/bin/sh
# Wrong usage exits with 2, a request that cannot be met with 1; both say what and the way
# out on standard error and print nothing else.
. "$top_srcdir/tests/lib.sh"

refuses() { # STATUS PATTERN COMMAND...
    wanted_status=$1
    pattern=$2
    shift 2
    run "$@" </dev/null
    is "$status" "$wanted_status" "$*: exit status $wanted_status"
    like "$(cat "$err")" "paretop: $pattern" "$*: says why"
    is "$(cat "$out")" '' "$*: prints nothing"
}

printf 'model,acc,cost,odd\na,1,3,1\nb,2,4,2\n' >t.csv

refuses 2 '*no option --formt; did you mean --format?*' paretop frontier t.csv --formt csv
refuses 2 '*no option --zebra*lists the options*' paretop frontier t.csv --zebra
refuses 2 '*no option -Z*' paretop -Z
refuses 2 '*--m* could be *' paretop frontier t.csv --m x
refuses 2 '*--seed needs a value*' paretop frontier t.csv --seed
refuses 2 '*-o needs a value*' paretop frontier t.csv -o
refuses 2 '*--seed takes a whole number*"x"*' paretop frontier t.csv --seed x
refuses 2 '*--plot takes no value*' paretop frontier t.csv --plot=yes
refuses 2 '*csv*"html"*' paretop frontier t.csv --format html
refuses 2 '*-x and -y go together*' paretop frontier t.csv -x cost
refuses 2 '*not both*' paretop frontier t.csv -x cost -y acc -o max:acc
refuses 2 '*COLUMNSxROWS*"80"*' paretop frontier t.csv --size 80
refuses 2 '*rule must be one of*"stict"*' paretop frontier t.csv --rule stict
refuses 2 '*did you mean frontier*' paretop frontir t.csv
refuses 2 '*the subcommand comes first*' paretop --lenient frontier
refuses 2 '*needs a database*-d FILE*' paretop import t.csv
refuses 2 '*needs*FILE*' paretop import -d x.db
refuses 2 '*no list of "modles"; did you mean models?*' paretop list modles
refuses 2 '*one word too many*' paretop completion bash zsh
refuses 2 '*bash and zsh*"fish"*' paretop completion fish
refuses 2 '*no subcommand "fronteer"; did you mean frontier?*' paretop help fronteer
refuses 1 '*x.db*' paretop alias -d x.db a=b
refuses 1 '*x.db*' paretop remove -d x.db t.csv

refuses 1 '*absent.csv*' paretop frontier absent.csv
refuses 1 '*absent.db*' paretop frontier -d absent.db
refuses 1 '*"accurcy"*' paretop frontier t.csv -o max:accurcy,min:cost
refuses 1 '*odd*direction*' paretop frontier t.csv -o max:acc,odd
refuses 1 '*' paretop frontier t.csv --where 'acc >'
refuses 1 '*nope*' paretop frontier t.csv --where 'nope > 1'
refuses 1 '*"c"*' paretop compare t.csv -m a -m c
refuses 1 '*twice*' paretop frontier t.csv -o max:acc,min:acc
refuses 1 '*nonsense*' paretop frontier t.csv -o max:acc,min:cost --format csv --table nonsense
is "$(ls)" t.csv 'no refusal leaves a file behind'

run paretop --version
is "$status" 0 '--version succeeds'
like "$(cat "$out")" 'paretop [0-9]*.[0-9]*.[0-9]*' '--version names the version'
for command in '' frontier compare import remove list alias sql export completion help; do
    # shellcheck disable=SC2086
    run paretop $command --help
    is "$status" 0 "paretop $command --help succeeds"
    like "$(cat "$out")" "usage: paretop*$command*Options:*--help*--version*" \
        "paretop $command --help tells its use"
    is "$(cat "$err")" '' "paretop $command --help says nothing else"
    # shellcheck disable=SC2086
    run paretop $command --version
    is "$status" 0 "paretop $command --version succeeds"
done
run paretop help frontier
like "$(cat "$out")" '*--rule *' 'the options of a lens are in its help'
run paretop frontier --help
cp "$out" long
run paretop help frontier
same_file "$out" long 'help COMMAND is COMMAND --help'
is "$(awk 'length > 79' long)" '' 'help fits 80 columns'

# Writing that fails is no success.
if [ -w /dev/full ]; then
    status=0
    paretop frontier t.csv -o max:acc,min:cost --format csv >/dev/full 2>"$err" || status=$?
    is "$status" 1 'a full disk is not success'
    like "$(cat "$err")" 'paretop: *' 'and is said'
else
    skip 'a full disk is not success' 'no /dev/full'
fi
finish
