#!/bin/sh
# What bootstrap says and would install. The tools that it asks are played here; a package
# manager that fails ends it before anything is built.
. "$top_srcdir/tests/lib.sh"

run "$top_srcdir/bootstrap" --help
is "$status" 0 '--help succeeds'
like "$(cat "$out")" '*--no-install*never install*' '--help tells the options'
run "$top_srcdir/bootstrap" chekc
is "$status" 2 'an unknown argument is wrong usage'
like "$(cat "$err")" '*unknown argument "chekc"*' 'and is named'

mkdir fake
tool() { # NAME SCRIPT
    printf '#!/bin/sh\n%s\n' "$2" >"fake/$1"
    chmod +x "fake/$1"
}
bootstrap() { PATH=$PWD/fake:$PATH run "$top_srcdir/bootstrap" "$@"; }

tool pkg-config 'case $2 in gsl) exit 1 ;; esac'
tool cc 'exit 0'
tool id 'echo 0'
tool sudo 'echo sudo "$@"; exec "$@"'
tool apt-cache 'exit 0'
tool apt-get 'echo ran "$@"; exit 7'
bootstrap --no-install
is "$status" 1 '--no-install with something missing stops'
like "$(cat "$err")" '*missing: libgsl-dev*apt-get install*' 'and tells what and how'
unlike "$(cat "$out")" '*ran*' 'and installs nothing'
bootstrap
like "$(cat "$out")" 'apt-get install -y --no-install-recommends libgsl-dev
ran install -y --no-install-recommends libgsl-dev*' 'prints the command, then runs it'
is "$status" 7 'and stops where that fails'

tool apt-cache 'exit 100'
bootstrap
like "$(cat "$out")" '*apt-get update && apt-get install*ran update*' \
    'fetches the lists where they are not there'
tool id 'echo 1000'
tool apt-cache 'exit 0'
bootstrap
like "$(cat "$out")" '*sudo apt-get install*libgsl-dev*' 'sudo only when not root'
rm fake/apt-get
if command -v apt-get >/dev/null; then
    skip 'elsewhere the packages are named' 'this machine has apt-get'
else
    bootstrap
    like "$(cat "$err")" '*libgsl-dev*' 'elsewhere the packages are named'
fi
finish
