# screen.sh - helpers of the tests that replay keys without a terminal. Comes after lib.sh.
#
#   replay 80x24 t.csv << 'EOF'      keys, among them :save-screen NAME
#   has NAME 'verdict' '...'         what that screen shows

# replay SIZE ARGUMENT... < KEYS
replay() {
    screen_size=$1
    shift
    cat > keys
    run paretop --script keys --size "$screen_size" "$@"
}

# text SCREEN: its characters, without their inks.
text() { sed '/^--- inks ---$/,$d' "$1"; }

# four_models: a table of three on the frontier and one below it.
four_models() {
    cat <<'EOF'
model,accuracy,accuracy_stderr,latency_ms,size_mb
small,0.50,0.01,10,100
middle,0.60,0.01,20,300
large,0.70,0.01,40,900
slow,0.55,0.01,80,200
EOF
}

has() { like "$(text "$1")" "*$2*" "$3"; }
lacks() { unlike "$(text "$1")" "*$2*" "$3"; }
