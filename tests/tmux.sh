# tmux.sh - helpers of the tests that drive the explorer in a real terminal, which is tmux.
# Comes after lib.sh.
#
#   start 80 24 -- t.csv          the program in a terminal of 80 columns and 24 rows
#   shows 'verdict'; ok $? '...'  waits until the screen has it
#   tm send-keys Q; ends; stop
command -v tmux > /dev/null || skip_all 'no tmux'

socket=paretop-test-$$
TMUX=
export TMUX
tm() { tmux -L "$socket" -u -f /dev/null "$@"; }
trap 'tm kill-server 2>/dev/null; rm -rf "$scratch"' EXIT

# start COLUMNS ROWS [NAME=VALUE...] -- ARGUMENT...: a shell that runs the program, then says so.
start() {
    columns=$1 rows=$2
    shift 2
    settings=
    while [ "$1" != -- ]; do settings="$settings '$1'"; shift; done
    shift
    printf 'echo $$ > pid\nexec env%s "%s/paretop" %s\n' "$settings" "$top_builddir" "$*" > program.sh
    printf 'trap : INT\nstty -g > before\nsh program.sh\necho "ended $?" > status\nstty -g > after\n' \
        > run.sh
    rm -f before after status pid
    tm new-session -d -x "$columns" -y "$rows" -c "$PWD" "sh run.sh; exec sleep 600"
}

screen() { tm capture-pane -p; }
# shows PATTERN: waits until the screen has it, at most 10 s.
shows() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        case $(screen) in *$1*) return 0 ;; esac
        sleep 0.5
    done
    screen > "$err"
    return 1
}
# ends: waits for the program to end.
ends() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ ! -s after ] || return 0
        sleep 0.5
    done
    screen > "$err"
    return 1
}
restored() { [ "$(cat before)" = "$(cat after)" ] && [ "$(tm display -p '#{cursor_flag}#{alternate_on}')" = 10 ]; }
# says PATTERN DESCRIPTION: the same, and reports.
says() { shows "$1"; ok $? "$2"; }
stop() { tm kill-server 2> /dev/null; sleep 0.2; }
