/* runtime_checks.c - settings of the runtime lens that name something: what is not there is
 * refused, since an answer without it would look like one with it. */
#include "lens/runtime_work.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

static bool
is_model(const struct runtime_work *work, const char *name)
{
    for (size_t row = 0; row < work->frame->rows; row++)
        if (runtime_same(runtime_model_of(work->frame, row), name))
            return true;
    for (size_t i = 0; i < work->n_machines; i++)
        if (runtime_same(work->machines[i].who.model, name))
            return true;
    return false;
}

/* "mt_nlg=3" */
static bool
check_factor(const struct runtime_work *work, char *part, struct error *err)
{
    char *equals = strrchr(part, '=');
    double factor = 0;

    if (equals == NULL || !number_parse_plain(equals + 1, &factor) || !(factor > 0)) {
        error_set(err, ERROR_USAGE, "--scale: \"%s\" is not MODEL=FACTOR", part);
        return error_hint(err, "the factor is a number above 0, as in mt_nlg=3");
    }
    *equals = '\0';
    if (is_model(work, part))
        return true;
    return error_set(err, ERROR_REQUEST, "--scale: no model is called \"%s\"", part);
}

static bool
check_scale(const struct runtime_work *work, struct error *err)
{
    size_t n;
    char **parts;
    bool good = true;

    if (!setting_given(work->settings, "scale"))
        return true;
    parts = text_split(setting_text(work->settings, "scale"), ',', &n);
    for (size_t i = 0; i < n && good; i++)
        good = check_factor(work, parts[i] + strspn(parts[i], " "), err);
    text_split_free(parts, n);
    return good;
}

static bool
check_price(const struct runtime_work *work, const char *option, const char *typed,
    struct error *err)
{
    const char *text = setting_text(work->settings, option);
    double price;

    return text[0] == '\0' || number_parse_plain(text, &price) ||
        frame_find(work->frame, text, true, err) >= 0 || error_prefix(err, "%s", typed);
}

static bool
check_fit(const struct runtime_work *work, struct error *err)
{
    const char *wanted = setting_text(work->settings, "fit_of");

    for (size_t i = 0; i < work->n_machines && wanted[0] != '\0'; i++)
        if (work->machines[i].is_fitted && (runtime_same(work->machines[i].model, wanted) ||
            runtime_same(work->machines[i].who.model, wanted)))
            return true;
    return wanted[0] == '\0' ||
        error_set(err, ERROR_REQUEST, "--fit-of: no table was fitted for \"%s\"", wanted);
}

static bool
check_task(const struct runtime_work *work, struct error *err)
{
    const char *task = setting_text(work->settings, "task");
    size_t length = strlen(task);

    if (length == 0 || work->n_loads > 0)
        return true;
    for (size_t c = 0; c < work->frame->n_columns; c++)
        if (strncmp(work->frame->columns[c].name, task, length) == 0 &&
            work->frame->columns[c].name[length] == '/')
            return true;
    error_set(err, ERROR_REQUEST, "--task: no scenario's name holds \"%s\"", task);
    return error_hint(err, "paretop runtime --table scenarios lists those with requests");
}

bool
runtime_check_settings(const struct runtime_work *work, struct error *err)
{
    return check_scale(work, err) && check_price(work, "price_in", "--price-in", err) &&
        check_price(work, "price_out", "--price-out", err) && check_fit(work, err) &&
        check_task(work, err);
}
