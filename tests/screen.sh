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

has() { like "$(text "$1")" "*$2*" "$3"; }
lacks() { unlike "$(text "$1")" "*$2*" "$3"; }
