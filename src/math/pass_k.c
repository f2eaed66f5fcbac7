/* pass_k.c - see pass_k.h. */
#include "math/pass_k.h"

#include <math.h>

double
pass_at_k(size_t n, size_t c, size_t k)
{
    double none = 1;

    if (n < k || c > n)
        return NAN;
    if (n - c < k)
        return 1;
    for (size_t i = n - c + 1; i <= n; i++)
        none *= 1 - (double)k / (double)i;
    return 1 - none;
}

double
pass_hat_k(size_t n, size_t c, size_t k)
{
    double all = 1;

    if (n < k || c > n)
        return NAN;
    if (c < k)
        return 0;
    for (size_t i = 0; i < k; i++)
        all *= (double)(c - i) / (double)(n - i);
    return all;
}

double
naive_pass_at_k(size_t n, size_t c, size_t k)
{
    return n < k || c > n || n == 0 ? (double)NAN :
        1 - pow(1 - (double)c / (double)n, (double)k);
}

double
naive_pass_hat_k(size_t n, size_t c, size_t k)
{
    return n < k || c > n || n == 0 ? (double)NAN : pow((double)c / (double)n, (double)k);
}
