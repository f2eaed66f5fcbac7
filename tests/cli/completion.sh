#!/bin/sh
# The completion files are what the program prints, and bash takes them.
. "$top_srcdir/tests/lib.sh"

paretop completion bash >bash.rules 2>"$err"
same_file "$top_srcdir/share/completions/paretop" bash.rules 'bash: the file is up to date'
paretop completion zsh >zsh.rules 2>"$err"
same_file "$top_srcdir/share/completions/_paretop" zsh.rules 'zsh: the file is up to date'

if command -v zsh >/dev/null; then
    zsh -n zsh.rules 2>"$err"
    ok $? 'zsh reads its rules'
else
    skip 'zsh reads its rules' 'no zsh'
fi
command -v bash >/dev/null || { skip 'bash completes' 'no bash'; finish; exit; }
completes() { # WANTED WORD...: the last word is completed
    wanted=$1
    shift
    # shellcheck disable=SC2016
    got=$(bash -c '. ./bash.rules; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _paretop
        printf "%s " "${COMPREPLY[@]}"' bash "$@")
    like "$got" "$wanted" "bash: $*"
}
completes 'frontier ' paretop fron
completes 'import ' paretop imp
completes '*--where *' paretop frontier --wh
completes '*--rule *' paretop frontier --
completes 'strict ' paretop frontier --rule str
completes 'markdown ' paretop compare t.csv --format ma
completes 'json ' paretop compare --format = js
completes 'models measures ' paretop list m
completes ' ' paretop list models m
completes 'compare completion ' paretop help comp
completes '*--script *' paretop --scr
finish
