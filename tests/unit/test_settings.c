/* test_settings.c - options of a lens: what is taken, what is refused and with which words. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lens/lens.h"

static void
test_defaults_and_values(void **state)
{
    struct lens_values *values = lens_values_new(lens_find("frontier"));
    struct lens_settings settings = lens_values_settings(values, 7);
    struct error err = { 0 };

    (void)state;
    assert_true(settings.seed == 7);
    assert_true(setting_is(&settings, "rule", "strict"));
    assert_true(setting_real(&settings, "cost_rtol") == 0.01);
    assert_true(isnan(setting_real(&settings, "budget")));
    assert_false(setting_given(&settings, "budget"));
    assert_true(lens_values_set(values, "cost-rtol", "0.05", &err));
    assert_true(lens_values_set(values, "budget", "3", &err));
    assert_true(lens_values_set(values, "counts", "on", &err));
    assert_true(setting_real(&settings, "cost_rtol") == 0.05);
    assert_true(setting_real(&settings, "budget") == 3);
    assert_true(setting_flag(&settings, "counts"));
    assert_true(lens_values_set(values, "budget", "", &err));
    assert_false(setting_given(&settings, "budget"));
    lens_values_free(values);
}

static void
test_refusals(void **state)
{
    static const char *const wrong[][3] = {
        { "rule", "odd", "strict|weak" },
        { "rule", "stri", "must be one of" },
        { "rule", "", "must be one of" },
        { "alpha", "0.9", "between" },
        { "alpha", "x", "number" },
        { "b", "100.5", "whole" },
        { "counts", "maybe", "on or off" },
        { "alpa", "0.1", "did you mean \"alpha\"" },
    };
    struct lens_values *values = lens_values_new(lens_find("frontier"));

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error err = { 0 };

        assert_false(lens_values_set(values, wrong[i][0], wrong[i][1], &err));
        assert_int_equal(err.kind, ERROR_USAGE);
        if (strstr(err.message, wrong[i][2]) == NULL)
            fail_msg("\"%s\" does not say \"%s\"", err.message, wrong[i][2]);
    }
    lens_values_free(values);
}

static void
test_registry(void **state)
{
    size_t n;
    const struct lens *const *all = lens_all(&n);

    (void)state;
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++) {
        struct lens_values *values = lens_values_new(all[i]);

        assert_ptr_equal(lens_find(all[i]->name), all[i]);
        for (size_t k = 0; k < all[i]->n_options; k++) {
            const struct lens_option *option = &all[i]->options[k];
            struct error err = { 0 };

            /* every default is a value that could have been typed */
            if (!lens_values_set(values, option->name, option->fallback, &err))
                fail_msg("%s: %s", all[i]->name, err.message);
        }
        lens_values_free(values);
    }
    assert_null(lens_find("nothing"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_and_values),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_registry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
