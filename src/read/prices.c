/* prices.c - price lists: LiteLLM, models.dev, OpenRouter and llm-prices.
 *
 * All become the same measures, in USD per million tokens by their decimal text, with the
 * provider as a condition: a model has as many offers as there are providers. A price of 0
 * may be free or not recorded, so 0 is proposed as a missing token; -1 (a price that varies)
 * is no price. Prices that look like errors of unit stay, but are named. Where an offer's price
 * changed, the run has the price that holds, and the history is a curve by date.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

#define UNIT "USD/Mtok"

/* Above this, in USD per million tokens, a price of text is taken for an error of unit. */
static const double believable = 200;

struct member { const char *path, *metric; bool limit; };

struct list {
    const char *format;
    double scale;                   /* of prices */
    const struct member *members;
    size_t n_members;
};

static const struct member litellm_members[] = {
    {"input_cost_per_token", "input_price", false},
    {"output_cost_per_token", "output_price", false},
    {"cache_read_input_token_cost", "cached_input_price", false},
    {"max_input_tokens", "context_window", true}, {"max_output_tokens", "max_output_tokens", true},
};
static const struct member models_dev_members[] = {
    {"cost.input", "input_price", false}, {"cost.output", "output_price", false},
    {"cost.cache_read", "cached_input_price", false},
    {"limit.context", "context_window", true}, {"limit.output", "max_output_tokens", true},
};
static const struct member openrouter_members[] = {
    {"pricing.prompt", "input_price", false}, {"pricing.completion", "output_price", false},
    {"pricing.input_cache_read", "cached_input_price", false},
    {"context_length", "context_window", true},
    {"top_provider.max_completion_tokens", "max_output_tokens", true},
};
static const struct member llm_prices_members[] = {
    {"input", "input_price", false}, {"output", "output_price", false},
    {"input_cached", "cached_input_price", false},
};

#define LIST(format, scale, members) \
    {format, scale, members, sizeof members / sizeof members[0]}

static const struct list litellm = LIST("litellm", 1e6, litellm_members);
static const struct list models_dev = LIST("models-dev", 1, models_dev_members);
static const struct list openrouter = LIST("openrouter", 1e6, openrouter_members);
static const struct list llm_prices = LIST("llm-prices", 1, llm_prices_members);

struct prices {
    const struct list *list;
    struct report report;
    bool duplicates;                /* some object has a key twice */
    size_t varying, dear, unpriced;
    char dear_name[160], unpriced_name[160];
};

/* --- an offer --- */

static double
member_at(const struct json_span *offer, const char *path)
{
    const char *dot = strchr(path, '.');
    struct json_span inner;
    char *outer;
    double value = NAN;

    if (dot == NULL)
        return json_member_number(offer, path);
    outer = mem_strndup(path, (size_t)(dot - path));
    if (json_member(offer, outer, &inner) && inner.kind == JSON_OBJECT)
        value = json_member_number(&inner, dot + 1);
    free(outer);
    return value;
}

static bool
has_price(const struct prices *prices, const struct json_span *offer)
{
    for (size_t i = 0; i < prices->list->n_members; i++)
        if (!prices->list->members[i].limit
            && !isnan(member_at(offer, prices->list->members[i].path)))
            return true;
    return false;
}

/* Prices of pictures and seconds of sound are of another size. */
static bool
is_text(const struct json_span *offer)
{
    char *mode = json_member_text(offer, "mode");
    bool text = mode == NULL || strcmp(mode, "chat") == 0 || strcmp(mode, "completion") == 0
        || strcmp(mode, "responses") == 0;

    free(mode);
    return text;
}

static bool
is_dear(const struct prices *prices, const struct json_span *offer)
{
    bool dear = false;

    for (size_t i = 0; i < prices->list->n_members; i++)
        dear = dear || (!prices->list->members[i].limit && number_scaled(member_at(offer,
            prices->list->members[i].path), prices->list->scale) > believable);
    return dear && is_text(offer);
}

static bool
give_member(struct prices *prices, const struct json_span *offer, const struct member *member,
    struct error *err)
{
    struct sink_score score = report_metric(NULL, member->metric, member->limit ? "token" : UNIT,
        member->limit ? DIRECTION_MAX : DIRECTION_MIN);
    size_t mark = prices->report.place.length;
    double value = member_at(offer, member->path);
    bool good;

    score.value = member->limit ? value : number_scaled(value, prices->list->scale);
    if (!member->limit) {
        score.kind = KIND_EFFICIENCY;
        score.missing_tokens = "0";
        if (value < 0) {
            prices->varying++;
            score.value = NAN;
            score.status = CELL_TOKEN;
            score.raw = "-1";
        }
    }
    strbuf_printf(&prices->report.place, ".%s", member->path);
    good = report_score(&prices->report, &score, NULL, err);
    report_leave(&prices->report, mark);
    return good;
}

static bool
give_members(struct prices *prices, const struct json_span *offer, struct error *err)
{
    for (size_t i = 0; i < prices->list->n_members; i++)
        if (!give_member(prices, offer, &prices->list->members[i], err))
            return false;
    return true;
}

/* The report has been started and has the attributes of the list's own. */
static bool
give_offer(struct prices *prices, const struct json_span *offer, const char *model,
    struct error *err)
{
    if (model == NULL || !has_price(prices, offer)) {
        if (prices->unpriced++ == 0)
            snprintf(prices->unpriced_name, sizeof prices->unpriced_name, "%s",
                model == NULL ? prices->report.place.data : model);
        return true;
    }
    if (is_dear(prices, offer)) {
        if (prices->dear++ == 0)
            snprintf(prices->dear_name, sizeof prices->dear_name, "%s", model);
        report_attribute(&prices->report, "suspect", "price");
    }
    return report_run(&prices->report, model, err) && give_members(prices, offer, err);
}

static void
warn_count(struct prices *prices, size_t count, const char *one, const char *many,
    const char *name)
{
    struct strbuf text;

    if (count == 0)
        return;
    strbuf_init(&text);
    strbuf_printf(&text, "%zu ", count);
    strbuf_puts(&text, text_counted((double)count, one, many));
    if (name != NULL)
        strbuf_printf(&text, ", as %s", name);
    prices->report.sink->warn(prices->report.sink, "$", text.data);
    strbuf_release(&text);
}

static void
warn_suspects(struct prices *prices)
{
    warn_count(prices, prices->varying, "price of -1: it varies, and is none",
        "prices of -1: they vary, and are none", NULL);
    warn_count(prices, prices->dear, "offer of text above 200 USD per million tokens, "
        "perhaps of another unit (suspect=price)", "offers of text above 200 USD per million "
        "tokens, perhaps of another unit (suspect=price)", prices->dear_name);
    warn_count(prices, prices->unpriced, "entry without a price per token: left out",
        "entries without a price per token: left out",
        prices->unpriced_name);
}

/* --- the lists --- */

/* Of duplicate keys the last. To look costs the whole object, so only where there are any. */
static bool
is_last(const struct prices *prices, const struct json_span *object, const char *key,
    const struct json_span *value)
{
    struct json_span last;

    return !prices->duplicates
        || (json_member(object, key, &last) && last.text == value->text);
}

static bool
read_litellm(struct prices *prices, const struct json_span *root, struct error *err)
{
    struct json_iter iter;
    struct json_span offer;
    struct strbuf key;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, root);
    while (good && json_iter_next(&iter, &key, &offer)) {
        /* A row of explanations in the shape of an offer. */
        if (strcmp(key.data, "sample_spec") == 0 || offer.kind != JSON_OBJECT
            || !is_last(prices, root, key.data, &offer))
            continue;
        report_start(&prices->report, "$");
        report_enter(&prices->report, key.data);
        report_attribute_member(&prices->report, &offer, "litellm_provider", "provider");
        report_attribute_member(&prices->report, &offer, "mode", NULL);
        good = give_offer(prices, &offer, key.data, err);
    }
    strbuf_release(&key);
    return good;
}

static bool
read_provider(struct prices *prices, const char *provider, const struct json_span *models,
    struct error *err)
{
    struct json_iter iter;
    struct json_span offer;
    struct strbuf key;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, models);
    while (good && json_iter_next(&iter, &key, &offer)) {
        if (offer.kind != JSON_OBJECT || !is_last(prices, models, key.data, &offer))
            continue;
        report_start(&prices->report, "$");
        report_enter(&prices->report, provider);
        report_enter(&prices->report, "models");
        report_enter(&prices->report, key.data);
        report_attribute(&prices->report, "provider", provider);
        report_attribute_member(&prices->report, &offer, "release_date", NULL);
        report_attribute_member(&prices->report, &offer, "open_weights", NULL);
        good = give_offer(prices, &offer, key.data, err);
    }
    strbuf_release(&key);
    return good;
}

static bool
read_models_dev(struct prices *prices, const struct json_span *root, struct error *err)
{
    struct json_iter iter;
    struct json_span provider, models;
    struct strbuf key;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, root);
    while (good && json_iter_next(&iter, &key, &provider))
        if (provider.kind == JSON_OBJECT && is_last(prices, root, key.data, &provider)
            && json_member(&provider, "models", &models) && models.kind == JSON_OBJECT)
            good = read_provider(prices, key.data, &models, err);
    strbuf_release(&key);
    return good;
}

static bool
read_openrouter(struct prices *prices, const struct json_span *root, struct error *err)
{
    struct json_iter iter;
    struct json_span data, offer;
    size_t index = 0;
    bool good = true;

    if (!json_member(root, "data", &data))
        return true;
    json_iter_init(&iter, &data);
    while (good && json_iter_next(&iter, NULL, &offer)) {
        char *model = json_member_text(&offer, "id"), *created, date[REPORT_DATE_SIZE];

        report_start(&prices->report, "$.data");
        report_enter_index(&prices->report, index++);
        report_attribute(&prices->report, "provider", "openrouter");
        created = json_member_text(&offer, "created");
        report_attribute(&prices->report, "release_date", report_date(date, created));
        if (offer.kind == JSON_OBJECT)
            good = give_offer(prices, &offer, model, err);
        free(created);
        free(model);
    }
    return good;
}

/* Years since 0, with the day as a fraction: "2025-07-02" is 2025.5. */
static double
year_of(const char *date)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int year, month, day;

    if (date == NULL || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1
        || month > 12)
        return NAN;
    return year + (before[month - 1] + day - 1) / 365.0;
}

static bool
give_curve(struct prices *prices, const struct json_span *period, struct error *err)
{
    char *from = json_member_text(period, "from_date");
    double year = year_of(from);
    bool good = true;

    free(from);
    for (size_t i = 0; good && !isnan(year) && i < prices->list->n_members; i++) {
        const struct member *member = &prices->list->members[i];
        struct sink_curve curve = {.metric = member->metric, .axis = "date", .x = year,
            .unit = UNIT, .place = prices->report.place.data,
            .value = member_at(period, member->path)};

        if (!isnan(curve.value))
            good = prices->report.sink->curve(prices->report.sink, &curve, err);
    }
    return good;
}

/* The period that holds: the one without an end, else the first, which is the newest. */
static size_t
period_now(const struct json_span *history, struct json_span *now)
{
    struct json_iter iter;
    struct json_span period;
    size_t index = 0, found = 0;
    bool open = false;

    json_iter_init(&iter, history);
    for (; json_iter_next(&iter, NULL, &period); index++) {
        char *to = json_member_text(&period, "to_date");
        bool holds = to == NULL && period.kind == JSON_OBJECT;

        free(to);
        if (index == 0 || (holds && !open)) {
            *now = period;
            found = index;
            open = holds;
        }
    }
    return index == 0 ? SIZE_MAX : found;
}

static bool
give_history(struct prices *prices, const struct json_span *history, const char *id,
    struct error *err)
{
    struct json_span period = {.kind = JSON_NULL};
    size_t mark = prices->report.place.length, index = period_now(history, &period);
    struct json_iter iter;
    char *from;
    bool good;

    if (index == SIZE_MAX)
        return true;
    from = json_member_text(&period, "from_date");
    report_attribute(&prices->report, "date", from);
    free(from);
    strbuf_printf(&prices->report.place, ".price_history[%zu]", index);
    good = give_offer(prices, &period, id, err);
    if (!has_price(prices, &period))
        return good;
    json_iter_init(&iter, history);
    for (index = 0; good && json_iter_next(&iter, NULL, &period); index++) {
        report_leave(&prices->report, mark);
        strbuf_printf(&prices->report.place, ".price_history[%zu]", index);
        good = give_curve(prices, &period, err);
    }
    return good;
}

/* A model of a vendor: its history or, in the flat lists, itself. */
static bool
give_model(struct prices *prices, const struct json_span *model, const char *vendor,
    const char *place, struct error *err)
{
    char *id = json_member_text(model, "id"), *own = json_member_text(model, "vendor"),
        *from = json_member_text(model, "from_date");
    struct json_span history;
    bool good;

    report_start(&prices->report, place);
    report_attribute(&prices->report, "provider", own != NULL ? own : vendor);
    if (json_member(model, "price_history", &history) && history.kind == JSON_ARRAY) {
        good = give_history(prices, &history, id, err);
    } else {
        report_attribute(&prices->report, "date", from);
        good = give_offer(prices, model, id, err)
            && (!has_price(prices, model) || give_curve(prices, model, err));
    }
    free(id);
    free(own);
    free(from);
    return good;
}

static bool
read_llm_prices(struct prices *prices, const struct json_span *root, struct error *err)
{
    struct json_iter iter;
    struct json_span models, model;
    char *vendor = json_member_text(root, "vendor"), place[48];
    const char *name = json_member(root, "models", &models) ? "models" : "prices";
    size_t index = 0;
    bool good = true;

    if (json_member(root, name, &models) && models.kind == JSON_ARRAY) {
        json_iter_init(&iter, &models);
        while (good && json_iter_next(&iter, NULL, &model)) {
            snprintf(place, sizeof place, "$.%s[%zu]", name, index++);
            if (model.kind == JSON_OBJECT)
                good = give_model(prices, &model, vendor, place, err);
        }
    }
    free(vendor);
    return good;
}

/* --- the readers --- */

typedef bool read_list(struct prices *prices, const struct json_span *root, struct error *err);

static bool
read_prices(const struct list *list, read_list *read, const struct input *input,
    struct sink *sink, struct error *err)
{
    struct sink_source source = {.format = list->format, .style = {.decimal = '.'}};
    struct prices prices = {.list = list};
    struct json_document document;
    bool good;

    if (!json_document_open(&document, input, true, err))
        return false;
    prices.duplicates = document.report.duplicate_keys > 0;
    report_init(&prices.report, sink);
    good = document.root.kind == JSON_OBJECT
        || error_set(err, ERROR_REQUEST, "%s: is no object", input->name);
    good = good && sink->begin(sink, &source, err) && read(&prices, &document.root, err);
    if (good) {
        json_document_warn(&document, sink);
        warn_suspects(&prices);
    }
    good = good && sink->end(sink, err);
    report_release(&prices.report);
    json_document_close(&document);
    return good;
}

static bool
litellm_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    (void)options;
    return read_prices(&litellm, read_litellm, input, sink, err);
}

static int
litellm_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list
        && sniff_has_key_like(sniff, 2, "", ".litellm_provider")
        && (sniff_has_key_like(sniff, 2, "", ".input_cost_per_token")
            || sniff_has_key(sniff, "sample_spec")) ? 95 : 0;
}

const struct reader reader_litellm = {
    .name = "litellm",
    .title = "LiteLLM prices and context windows",
    .detects = "litellm_provider and input_cost_per_token by model",
    .sniff = litellm_sniff,
    .read = litellm_read,
};

static bool
models_dev_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    (void)options;
    return read_prices(&models_dev, read_models_dev, input, sink, err);
}

static int
models_dev_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list
        && sniff_has_key_like(sniff, 2, "", ".models") && sniff_has_key_like(sniff, 2, "", ".env")
        && (sniff_has_key_like(sniff, 2, "", ".npm") || sniff_has_key_like(sniff, 2, "", ".doc"))
        ? 92 : 0;
}

const struct reader reader_models_dev = {
    .name = "models-dev",
    .title = "models.dev offers by provider",
    .detects = "models, env and npm by provider",
    .sniff = models_dev_sniff,
    .read = models_dev_read,
};

static bool
openrouter_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    (void)options;
    return read_prices(&openrouter, read_openrouter, input, sink, err);
}

static int
openrouter_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list && sniff_has_key(sniff, "data")
        && sniff_contains(sniff, "\"pricing\"") && sniff_contains(sniff, "\"completion\"") ? 92 : 0;
}

const struct reader reader_openrouter = {
    .name = "openrouter",
    .title = "OpenRouter models",
    .detects = "a list \"data\" of models with pricing.prompt and pricing.completion",
    .sniff = openrouter_sniff,
    .read = openrouter_read,
};

static bool
llm_prices_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    (void)options;
    return read_prices(&llm_prices, read_llm_prices, input, sink, err);
}

static int
llm_prices_sniff(const struct sniff *sniff)
{
    if (sniff->kind != SNIFF_JSON || sniff->list || !sniff_contains(sniff, "\"vendor\""))
        return 0;
    if (sniff_has_key(sniff, "vendor") && sniff_has_key(sniff, "models")
        && sniff_contains(sniff, "\"price_history\""))
        return 95;
    return sniff_has_key(sniff, "prices") && sniff_contains(sniff, "\"input_cached\"") ? 90 : 0;
}

const struct reader reader_llm_prices = {
    .name = "llm-prices",
    .title = "llm-prices, with history",
    .detects = "vendor, models and price_history; or a list \"prices\" with vendor",
    .sniff = llm_prices_sniff,
    .read = llm_prices_read,
};
