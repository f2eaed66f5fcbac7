/* simd.h - how kernels ask for vector code without changing an answer.
 *
 * Kernels are compiled for several instruction sets, of which one is picked when the program
 * starts; --disable-simd leaves a plain one. Only comparisons and sums in fixed lanes are
 * written with vectors, so that every path gives the same bits. Vectors are never arguments
 * or results of functions: how they are passed depends on the instruction set.
 *
 * Vectors wider than the machine's are taken apart by compilers, and comparisons of them lane
 * by lane, through memory. So a kernel, whose vectors are just as wide as the machine's, is
 * written once, in a header that a source file includes for each width:
 *
 *     #define KERNELS "math/..._kernels.h"
 *     #include "math/simd_each.h"
 *     KERNEL_OF_TWO(bool, name, (parameters));
 *
 * In that header VECTOR_BYTES is the width, KERNEL stands before every function and AT_WIDTH
 * around the name of every function and type. OF_TWO has 16 and 32 bytes; OF_THREE, for
 * which KERNELS_WIDEST is defined as 64 before, those too. Callers write KERNEL_CHOSEN(name).
 *
 * Finite numbers, or one of two infinite, are compared by the sign of their difference, which
 * every machine has vectors for; neither may be -0.0. Signs combine by &, | and ~; only the
 * sign of a lane counts.
 */
#ifndef PARETOP_MATH_SIMD_H
#define PARETOP_MATH_SIMD_H

#include "config.h"

#include <stdbool.h>
#include <stdint.h>

#if !defined PARETOP_NO_SIMD && defined __x86_64__ && defined __linux__ \
    && !defined __SANITIZE_ADDRESS__
#define KERNELS_CHOSEN 1
#else
#define KERNELS_CHOSEN 0
#endif

#define AT_WIDTH(name) JOINED_BY_VALUE(name, VECTOR_BYTES)
#define JOINED_BY_VALUE(a, b) JOINED(a, b)
#define JOINED(a, b) a##_##b

#if KERNELS_CHOSEN
#define KERNEL_BY(result, name, parameters, widest) \
    __attribute__((used)) static __typeof__(&name##_16) \
    choose_##name(void) \
    { \
        __builtin_cpu_init(); \
        return widest; \
    } \
    static result name parameters __attribute__((ifunc("choose_" #name)))
#define KERNEL_OF_TWO(result, name, parameters) KERNEL_BY(result, name, parameters, \
    __builtin_cpu_supports("avx2") ? name##_32 : name##_16)
#define KERNEL_OF_THREE(result, name, parameters) KERNEL_BY(result, name, parameters, \
    __builtin_cpu_supports("avx512f") ? name##_64 \
    : __builtin_cpu_supports("avx2") ? name##_32 : name##_16)
#define KERNEL_CHOSEN(name) name
#else
#define KERNEL_OF_TWO(result, name, parameters) struct no_choice
#define KERNEL_OF_THREE(result, name, parameters) struct no_choice
#define KERNEL_CHOSEN(name) name##_16
#endif

#define VECTOR_TYPES(bytes) \
    typedef double numbers_##bytes __attribute__((vector_size(bytes))); \
    typedef double loose_numbers_##bytes \
        __attribute__((vector_size(bytes), aligned(sizeof(double)))); \
    typedef int64_t signs_##bytes __attribute__((vector_size(bytes))); \
    typedef uint64_t words_##bytes __attribute__((vector_size(bytes))); \
    typedef uint64_t loose_words_##bytes \
        __attribute__((vector_size(bytes), aligned(sizeof(uint64_t))));
VECTOR_TYPES(16)
VECTOR_TYPES(32)
VECTOR_TYPES(64)

/* Whole numbers of 16 bits. */
typedef int16_t shorts_16 __attribute__((vector_size(16)));
typedef int16_t shorts_32 __attribute__((vector_size(32)));
typedef int16_t loose_shorts_16 __attribute__((vector_size(16), aligned(sizeof(int16_t))));
typedef int16_t loose_shorts_32 __attribute__((vector_size(32), aligned(sizeof(int16_t))));
#define LOAD_SHORTS(p) (*(const AT_WIDTH(loose_shorts) *)(const void *)(p))

/* Of numbers: a where the lanes of a comparison are set, b elsewhere. */
#define CHOICE(bytes, c, a, b) ((JOINED(numbers, bytes))((JOINED(signs, bytes))(b) ^ \
    (((JOINED(signs, bytes))(a) ^ (JOINED(signs, bytes))(b)) & (c))))

/* What compilers do not find by themselves. SIGN_BITS: bit i is set where lane i is negative;
 * __builtin_ctz finds the first. LARGER, SMALLER: of two numbers, neither NaN nor -0.0. MOST,
 * LEAST: of two shorts. EVEN, ODD: of the pairs that two vectors hold in turns the first and the
 * second. PRODUCTS: of the last 32 bits of lanes of 64, where they multiply all bits. BYTES: a
 * bit for each byte of the lanes where a comparison held. */
#ifdef __SSE2__
#include <immintrin.h>
#define SIGN_BITS_16(m) ((unsigned)_mm_movemask_pd((__m128d)(m)))
#define SIGN_BITS_32(m) ((unsigned)_mm256_movemask_pd((__m256d)(m)))
#define SIGN_BITS_64(m) ((unsigned)_mm512_cmplt_epi64_mask((__m512i)(m), (__m512i){ 0 }))
#define LARGER_16(a, b) ((numbers_16)_mm_max_pd((__m128d)(a), (__m128d)(b)))
#define LARGER_32(a, b) ((numbers_32)_mm256_max_pd((__m256d)(a), (__m256d)(b)))
#define LARGER_64(a, b) ((numbers_64)_mm512_max_pd((__m512d)(a), (__m512d)(b)))
#define SMALLER_16(a, b) ((numbers_16)_mm_min_pd((__m128d)(a), (__m128d)(b)))
#define SMALLER_32(a, b) ((numbers_32)_mm256_min_pd((__m256d)(a), (__m256d)(b)))
#define SMALLER_64(a, b) ((numbers_64)_mm512_min_pd((__m512d)(a), (__m512d)(b)))
#define PRODUCTS_16(a, b) _mm_mul_epu32((__m128i)(a), (__m128i)(b))
#define PRODUCTS_32(a, b) _mm256_mul_epu32((__m256i)(a), (__m256i)(b))
#define PRODUCTS_64(a, b) _mm512_mul_epu32((__m512i)(a), (__m512i)(b))
#define EVEN_16(a, b) _mm_unpacklo_pd((__m128d)(a), (__m128d)(b))
#define EVEN_32(a, b) _mm256_unpacklo_pd((__m256d)(a), (__m256d)(b))
#define EVEN_64(a, b) _mm512_unpacklo_pd((__m512d)(a), (__m512d)(b))
#define ODD_16(a, b) _mm_unpackhi_pd((__m128d)(a), (__m128d)(b))
#define ODD_32(a, b) _mm256_unpackhi_pd((__m256d)(a), (__m256d)(b))
#define ODD_64(a, b) _mm512_unpackhi_pd((__m512d)(a), (__m512d)(b))
#define MOST_16(a, b) _mm_max_epi16((__m128i)(a), (__m128i)(b))
#define LEAST_16(a, b) _mm_min_epi16((__m128i)(a), (__m128i)(b))
#define BYTES_16(m) ((uint32_t)_mm_movemask_epi8((__m128i)(m)))
#define BYTES_32(m) ((uint32_t)_mm256_movemask_epi8((__m256i)(m)))
#else
#define SIGN_BITS_16(m) ((unsigned)((m)[0] < 0) | (unsigned)((m)[1] < 0) << 1)
#define LARGER_16(a, b) CHOICE(16, (a) > (b), a, b)
#define SMALLER_16(a, b) CHOICE(16, (a) < (b), a, b)
#define PRODUCTS_16(a, b) (((a) & 0xffffffffu) * ((b) & 0xffffffffu))
#define EVEN_16(a, b) ((numbers_16){ (a)[0], (b)[0] })
#define ODD_16(a, b) ((numbers_16){ (a)[1], (b)[1] })
#define MOST_16(a, b) (((a) & ((a) > (b))) | ((b) & ~((a) > (b))))
#define LEAST_16(a, b) (((a) & ((a) < (b))) | ((b) & ~((a) < (b))))
#define BYTES_16(m) bytes_of((const signed char *)&(m))
__attribute__((always_inline)) static inline uint32_t
bytes_of(const signed char *m)
{
    uint32_t bytes = 0;

    for (unsigned i = 0; i < 16; i++)
        bytes |= (uint32_t)(m[i] < 0) << i;
    return bytes;
}
#endif

/* Before a loop over objectives whose number the compiler knows: at -O2 it would leave it. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wpass-failed"     /* where it does not know the number */
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 16")
#endif

/* Doubles of the widest vector: rooms and fixed lanes are multiples of it. */
enum { LANES = 8 };

#endif
