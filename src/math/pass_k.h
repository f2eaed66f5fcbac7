/* pass_k.h - repeated samples per task: compare, (13). n samples, c of them correct. */
#ifndef PARETOP_MATH_PASS_K_H
#define PARETOP_MATH_PASS_K_H

#include <stddef.h>

/* Unbiased chance that at least one of k drawn samples is correct; n < k: NaN. A product,
 * not log-binomials, which lose 8e-13. */
double pass_at_k(size_t n, size_t c, size_t k);
/* Unbiased chance that all k are correct (pass^k); n < k: NaN. */
double pass_hat_k(size_t n, size_t c, size_t k);
/* What is often taken for them, 1 - (1 - c/n)^k and (c/n)^k: biased. n < k or n = 0: NaN. */
double naive_pass_at_k(size_t n, size_t c, size_t k);
double naive_pass_hat_k(size_t n, size_t c, size_t k);

#endif
