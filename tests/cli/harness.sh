#!/bin/sh
# Folders as evaluation harnesses leave them: one import, and the questions they are for.
. "$top_srcdir/tests/lib.sh"

run paretop import -d lm.db "$fixtures/harness/lm-eval"
is "$status" 0 'lm-eval: results and samples of two models are imported'
run paretop sql -d lm.db --format csv "SELECT r.raw, m.name, count(*), sum(i.value) FROM item i
    JOIN run r ON r.id = i.run JOIN measure m ON m.id = i.measure GROUP BY 1, 2 ORDER BY 1, 2"
is "$(tail -n +2 "$out")" 'acme/small-3b,parity/acc,12,5
acme/small-3b,"sums/exact_match,flexible-extract",12,5
acme/small-3b,"sums/exact_match,strict-match",12,3
acme/tiny-7b,parity/acc,12,9
acme/tiny-7b,"sums/exact_match,flexible-extract",12,8
acme/tiny-7b,"sums/exact_match,strict-match",12,5' 'lm-eval: items by model, task and filter'
run paretop compare -d lm.db -m acme/tiny-7b -m acme/small-3b
is "$status" 0 'lm-eval: two models are compared'
like "$(cat "$out")" '*12 items in common: paired*' 'lm-eval: on the items of both'

run paretop import -d helm.db "$fixtures/harness/helm"
is "$status" 0 'HELM: a run folder is imported'
run paretop sql -d helm.db --format csv "SELECT (SELECT count(*) FROM score),
    (SELECT count(*) FROM item), (SELECT count(*) FROM request), (SELECT count(*) FROM model)"
is "$(tail -n 1 "$out")" 5,8,2,1 'HELM: scores, items and requests of one model'

run paretop import -d log.db "$fixtures/harness/inspect"
is "$status" 0 'Inspect: JSON and archives are imported'
run paretop sql -d log.db --format csv "SELECT source.format, count(*) FROM source GROUP BY 1"
is "$(tail -n +2 "$out")" inspect,4 'Inspect: an archive is one source'

finish
