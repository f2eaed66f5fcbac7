/* scales.c - see scales.h.
 *
 * The fewer values are suspected, and only where they would be like the others on the others'
 * scale and are far from all of them on their own: a weak model may well have 0.4 % where others
 * have 12 %, but not 0.712 % where they have 55 to 90.
 */
#include "store/scales.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "store/ingest_parts.h"

/* Between the shares and the percents nothing lies for that factor; and how far a suspected
 * value may lie beyond the others when it is on their scale. */
static const double gap = 20, beyond = 1.5;

void
scales_add(struct scales *scales, double value, uint64_t record)
{
    struct scale_part *scale = value > 1 ? &scales->percents : &scales->shares;

    if (value == 0 || value == 1 || value == -1)
        return;
    if (!(value > 0 && value <= 100)) {
        scales->others++;
        return;
    }
    if (scale->n++ == 0)
        *scale = (struct scale_part){ 1, record, value, value };
    if (value < scale->least)
        scale->least = value;
    if (value > scale->most)
        scale->most = value;
}

static bool
may_be_mixed(const struct ingest *ingest, const struct field *field)
{
    const struct measure_facts facts = catalogue_find(ingest->store->catalogue, field->name);
    const char *unit = field->unit != NULL ? field->unit : facts.unit;

    if (field->role != FIELD_MEASURE || field->scales.others > 0)
        return false;
    return unit == NULL ? facts.kind == KIND_CAPABILITY
        : strcmp(unit, "%") == 0 || strcmp(unit, "one") == 0;
}

/* The suspected values, and what brings them to the others' scale; NULL: none are. */
static const struct scale_part *
odd_ones(const struct scales *scales, const struct scale_part **others, double *factor)
{
    bool shares = scales->shares.n < scales->percents.n;
    const struct scale_part *odd = shares ? &scales->shares : &scales->percents;

    *others = shares ? &scales->percents : &scales->shares;
    *factor = shares ? 100 : 0.01;
    if (odd->n == 0 || odd->n == (*others)->n || scales->percents.least < gap * scales->shares.most)
        return NULL;
    return odd->least * *factor * beyond >= (*others)->least
        && odd->most * *factor <= (*others)->most * beyond ? odd : NULL;
}

static void
warn_of(struct ingest *ingest, const struct field *field, const struct scale_part *odd,
    const struct scale_part *others, double factor)
{
    char least[NUMBER_TEXT_MAX], most[NUMBER_TEXT_MAX], from[NUMBER_TEXT_MAX], to[NUMBER_TEXT_MAX],
        meant[NUMBER_TEXT_MAX];
    bool one = odd->n == 1, shares = factor > 1;
    char *place = ingest_place(ingest, odd->first), *range, *text;

    number_print(least, odd->least);
    number_print(most, odd->most);
    number_print(from, others->least);
    number_print(to, others->most);
    number_print(meant, number_scaled(odd->least, factor));
    range = odd->least < odd->most ? mem_printf("%s to %s", least, most) : mem_strdup(least);
    text = mem_printf("%s: %zu of %zu values, %s, look%s like %s among %s (%s to %s) and %s kept as"
        " written; if so, write %s for %s, or leave %s out with --where '\"%s\" %s 1'",
        field->name, odd->n, field->numbers, range, one ? "s" : "",
        shares ? one ? "a share of 1" : "shares of 1" : one ? "a percent" : "percents",
        shares ? "percents" : "shares of 1", from, to, one ? "is" : "are", meant, least,
        one ? "it" : "them", field->name, shares ? ">" : "<=");
    ingest->counts.warnings++;
    ingest_note(ingest, "warning", place, text);
    free(text);
    free(range);
    free(place);
}

void
scales_warn(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct field *field = &ingest->fields[i];
        const struct scale_part *odd, *others;
        double factor;

        if (may_be_mixed(ingest, field)
            && (odd = odd_ones(&field->scales, &others, &factor)) != NULL)
            warn_of(ingest, field, odd, others, factor);
    }
}
