/* suggest_name.c - see suggest_name.h. */
#include "store/suggest_name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/identity.h"

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
two_digits(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

static bool
is_month_day(const char *at)
{
    return two_digits(at) >= 1 && two_digits(at) <= 12 && two_digits(at + 2) >= 1
        && two_digits(at + 2) <= 31;
}

/* 20241022 or 0613. */
static bool
is_date(const char *number)
{
    size_t length = strlen(number);

    return (length == 8 && strncmp(number, "20", 2) == 0 && is_month_day(number + 4))
        || (length == 4 && is_month_day(number));
}

/* Whether numbers i, i + 1 and i + 2 are a date like 2024-10-22. */
static bool
is_split_date(const char *const *numbers, size_t n, size_t i)
{
    char joined[9];

    if (i + 2 >= n || strlen(numbers[i]) != 4 || strlen(numbers[i + 1]) != 2
        || strlen(numbers[i + 2]) != 2)
        return false;
    memcpy(joined, numbers[i], 4);
    memcpy(joined + 4, numbers[i + 1], 2);
    memcpy(joined + 6, numbers[i + 2], 3);
    return is_date(joined);
}

/* "(February 2025)": which of the words is the month, and which number the year; the month as
 * 1 to 12, 0 if there is none. */
static int
month_and_year(const struct name *name, const char *const *numbers, size_t n, size_t *word,
    size_t *year)
{
    static const char *const months[] = { "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december" };

    for (*year = 0; *year < n; (*year)++)
        if (strlen(numbers[*year]) == 4 && strncmp(numbers[*year], "20", 2) == 0)
            break;
    for (*word = 0; *year < n && *word < name->n_words; (*word)++)
        for (int month = 0; month < 12; month++)
            if (strcmp(name->words[*word], months[month]) == 0)
                return month + 1;
    return 0;
}

static size_t
take_month(struct arena *arena, struct name *name, const char **numbers, size_t n)
{
    size_t word, year;
    int month = month_and_year(name, numbers, n, &word, &year);

    if (month == 0)
        return n;
    name->date = arena_printf(arena, "%s%02d", numbers[year], month);
    name->n_words--;
    memmove(name->words + word, name->words + word + 1,
        (name->n_words - word) * sizeof *name->words);
    memmove(numbers + year, numbers + year + 1, (n - 1 - year) * sizeof *numbers);
    return n - 1;
}

/* "preview-05-06": a month and its day at the end. */
static size_t
take_day(struct arena *arena, struct name *name, const char **numbers, size_t n)
{
    const char *day;

    if (name->date != NULL || n < 3 || strlen(numbers[n - 2]) != 2 || strlen(numbers[n - 1]) != 2)
        return n;
    day = arena_printf(arena, "%s%s", numbers[n - 2], numbers[n - 1]);
    if (!is_date(day))
        return n;
    name->date = day;
    return n - 2;
}

/* Where "v0.2" or "001" stands at the end of a canonical name; NULL if none does. */
static const char *
release_at_end(const char *canonical)
{
    const char *dash = strrchr(canonical, '-'), *end = canonical + strlen(canonical);
    size_t digits;

    if (end - canonical > 3 && end[-3] == '0' && strspn(end - 3, "0123456789") == 3
        && !isdigit((unsigned char)end[-4]) && end[-4] != '.')
        return end - 3;
    if (dash == NULL || dash[1] != 'v')
        return NULL;
    digits = strspn(dash + 2, "0123456789.");
    return digits > 0 && dash[2 + digits] == '\0' ? dash + 1 : NULL;
}

/* In a name that has other numbers: which release of the model it is. */
static size_t
take_release(struct arena *arena, struct name *name, const char *canonical, size_t n)
{
    const char *release = release_at_end(canonical);
    size_t taken = 1;

    for (const char *at = release; at != NULL && *at != '\0'; at++)
        taken += *at == '.';
    if (release == NULL || n <= taken || name->n_words < 2)
        return n;
    name->release = arena_strdup(arena, release);
    name->n_words -= *release == 'v';      /* the last of them */
    return n - taken;
}

/* Takes dates out of the numbers; how many are left. */
static size_t
take_dates(struct arena *arena, struct name *name, const char **numbers, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (name->date == NULL && is_split_date(numbers, n, i)) {
            name->date = arena_printf(arena, "%s%s%s", numbers[i], numbers[i + 1],
                numbers[i + 2]);
            i += 2;
        } else if (name->date == NULL && is_date(numbers[i])) {
            name->date = numbers[i];
        } else {
            numbers[kept++] = numbers[i];
        }
    return kept;
}

static const char *
join(struct arena *arena, const char *const *texts, size_t n, const char *before)
{
    struct strbuf joined;
    const char *kept;

    strbuf_init(&joined);
    for (size_t i = 0; i < n; i++) {
        strbuf_puts(&joined, before);
        strbuf_puts(&joined, texts[i]);
    }
    strbuf_putc(&joined, '\0');
    kept = arena_strdup(arena, joined.data);
    strbuf_release(&joined);
    return kept;
}

/* Bytes of UTF-8 count as letters, and so does '+': R+ is not R. */
static bool
is_letter(char c)
{
    return (unsigned char)c >= 0x80 || c == '+' || isalpha((unsigned char)c);
}

static bool
is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

/* "Llama-3.1-8B" has the words b, llama and the numbers 3, 1, 8. Names with more parts than
 * fit are cut: they are no names of models. */
void
suggest_take_apart(struct arena *arena, struct name *name)
{
    struct identity_name parsed = identity_parse(name->raw);
    const char *numbers[WORDS_MOST];
    size_t n_numbers = 0;

    for (const char *at = parsed.canonical; *at != '\0';) {
        const char *start = at;
        bool letters = is_letter(*at);

        if (!letters && !is_digit(*at)) {
            at++;
            continue;
        }
        while (letters ? is_letter(*at) : is_digit(*at))
            at++;
        if (letters && name->n_words < WORDS_MOST)
            name->words[name->n_words++] = arena_strndup(arena, start, (size_t)(at - start));
        else if (!letters && n_numbers < WORDS_MOST)
            numbers[n_numbers++] = arena_strndup(arena, start, (size_t)(at - start));
    }
    n_numbers = take_release(arena, name, parsed.canonical, n_numbers);
    identity_name_release(&parsed);
    n_numbers = take_month(arena, name, numbers, n_numbers);
    n_numbers = take_dates(arena, name, numbers, n_numbers);
    n_numbers = take_day(arena, name, numbers, n_numbers);
    name->letters = join(arena, name->words, name->n_words, "");
    name->numbers = join(arena, numbers, n_numbers, " ");
    qsort(name->words, name->n_words, sizeof *name->words, compare_texts);
}
