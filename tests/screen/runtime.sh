#!/bin/sh
# The runtime lens in the explorer: reached by keys, its load moved by keys, its charts and
# reasons.
. "${top_srcdir:?is set by make check}/tests/lib.sh"
. "$top_srcdir/tests/screen.sh"

cat >models.csv <<'END'
model,accuracy,idealized_runtime_s,denoised_runtime_s
small,0.50,0.20,0.40
large,0.70,0.90,0.30
blank,0.65,,
END
cat >tables.csv <<'END'
model,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s
small,1,0.10,0.01
small,1000,9.00,0.01
large,1,0.40,0.05
large,1000,0.80,0.05
END
play() { replay 132x34 models.csv tables.csv; }

play << 'EOF'
Lruntime<Enter>
:save-screen lens
EOF
has lens 'runtime, idealized' 'L finds the lens'
has lens '2 of 2 models are efficient in accuracy and idealized_s' 'and its verdict is there'
has lens 'neither a run' 'a reason stands where a runtime is missing'

play << 'EOF'
:lens runtime
al
:save-screen set
l
:save-screen more
LLh
:save-screen far
EOF
has set 'prompt_tokens 512 tokens' 'a what-if starts at 512 tokens'
has set 'what if 512 prompt and 16 output tokens' 'the frontier follows'
has set '1 of 2 models is efficient' 'and another model wins'
has more 'what if 600 prompt' 'l asks for more'
has far 'what if 1500 prompt' 'L and h too'

play << 'EOF'
:lens runtime
:adjust axis
l
:save-screen axis
EOF
has axis 'denoised_s, s (log), less is better' 'the axis is changed by keys'
play << 'EOF'
:lens runtime
T
:save-screen api
T
:save-screen curves
EOF
has api 'denoised_s' 'T shows the interface against the hardware'
has curves 'prompt_tokens' 'and the runtime by prompt size'
play << 'EOF'
:lens runtime
:keep runtime.api_factor
:objective max:accuracy,max:runtime.api_factor
:page frontier
:save-screen kept
EOF
has kept 'runtime.api_factor, more is better' 'a figure becomes an axis'
# A what-if needs tables, and says so; the bundled models have theirs.
printf 'model,accuracy,idealized_runtime_s\nsmall,0.5,0.2\nlarge,0.7,0.9\n' >plain.csv
replay 132x34 plain.csv << 'EOF'
:lens runtime
al
:save-screen no-tables
EOF
has no-tables 'no runtime table is here that could answer a what-if' 'a what-if without a table'
cat > keys << 'EOF'
:lens runtime
all
:save-screen bundled
EOF
run paretop --script keys --size 132x34 </dev/null
has bundled 'what if 600 prompt and 16 output tokens' 'the bundled models have tables'
has bundled '3 of 10 models are efficient' 'and the frontier follows'
finish
