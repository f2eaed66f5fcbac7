/* decide_discrete.c - a belief about the gain that was typed as values and weights. */
#include "lens/decide_work.h"

#include <math.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

static size_t
read_list(const struct decide_work *work, const char *option, double *out, size_t room,
    struct error *err)
{
    size_t n, read = 0;
    char **parts = text_split(setting_text(work->settings, option), ',', &n);

    for (size_t i = 0; i < n && read < room; i++, read++)
        if (!number_parse_plain(parts[i], &out[read])) {
            error_set(err, ERROR_USAGE, "--%s takes numbers, not \"%s\"", option, parts[i]);
            read = room + 1;
            break;
        }
    text_split_free(parts, n);
    return read;
}

bool
decide_discrete(struct decide_work *work, struct error *err)
{
    enum { MOST_VALUES = 256 };
    double value[MOST_VALUES], weight[MOST_VALUES];
    size_t n = read_list(work, "values", value, MOST_VALUES, err), m = n;
    struct decision_value got, rational;
    struct result_table *table;
    struct strbuf text;
    static const char *const names[] = { "mean", "gain_if_known", "deferred", "delta", "evpi" };

    for (size_t i = 0; i < MOST_VALUES; i++)
        weight[i] = 1;
    if (n <= MOST_VALUES && setting_given(work->settings, "weights"))
        m = read_list(work, "weights", weight, MOST_VALUES, err);
    if (n > MOST_VALUES || m > MOST_VALUES)
        return false;
    rational = decision_discrete(value, weight, n, DECIDER_RATIONAL, 0);
    got = decision_discrete(value, weight, n, work->decider, work->noise);
    if (m != n || isnan(rational.delta))
        return error_set(err, ERROR_REQUEST, "%zu %s %zu %s not negative and not all 0", n,
            text_counted((double)n, "value takes", "values take"), n,
            text_counted((double)n, "weight that is", "weights that are"));
    table = result_add_table(work->result, "belief", 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct result_column *column = parts_number(work->result, table, names[i], NULL, NULL);

        column_numbers(column)[0] = i == 0 ? got.mean : i == 1 ? got.positive
            : i == 2 ? got.deferred : i == 3 ? got.delta : rational.delta;
    }
    work->result->title = "decide \302\267 a belief with discrete values";
    strbuf_init(&text);
    strbuf_puts(&text, "Deciding now is expected to cost ");
    parts_put(&text, rational.delta, NULL, 3);
    strbuf_puts(&text, " (EVPI); leaving it to the decision maker is worth ");
    parts_put(&text, got.delta, NULL, 3);
    strbuf_puts(&text, ".");
    work->result->verdict = parts_keep(work->result, &text);
    parts_settings(work->result, work->settings);
    return true;
}
