#!/bin/sh
# The decide lens in the explorer: reached by keys, its price moved by keys, its charts.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat >two.csv <<'END'
model,accuracy,accuracy_stderr,n,cost_usd
a,62,3,256,1
b,60,4,256,2
c,40,4,256,3
d,41,,,4
END
play() { replay 132x34 two.csv; }

play << 'EOF'
Ldecide<Enter>
:save-screen lens
EOF
has lens 'decide on accuracy, independent errors' 'L finds the lens'
has lens 'Choosing a now is expected to cost 1.15' 'and its verdict is there'
has lens 'left out: no score' 'a reason stands where an error is missing'
play << 'EOF'
:lens decide
:adjust item_price
l
:save-screen price
:set stake 100
:save-screen stake
EOF
has price 'item_price 0.01' 'a price is set by keys'
has stake 'more than they cost' 'and the advice follows'
play << 'EOF'
:lens compare
:adjust margin
l
:save-screen margin
EOF
has margin 'margin 0.01' 'a margin begins at one point of a share, not at 1'
play << 'EOF'
:lens decide
al
:save-screen first
EOF
has first 'item_price 0.01' 'the price is what the keys move first'
has first 'at the stake' 'and what is lost is told in money'
play << 'EOF'
:lens decide
T
:save-screen belief
T
:save-screen items
EOF
has belief 'density' 'T shows the belief'
has items 'items' 'and the value of more items'
finish
