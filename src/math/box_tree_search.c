/* box_tree_search.c - "does any point of the tree cover this one?"
 *
 * Keys rule out, whole sides at once and then the points of a leaf; where every key is higher
 * they are enough to say yes, and only points that share a key have their values looked at.
 */
#include "math/box_tree.h"

#include <assert.h>

#include "math/simd.h"

struct question {
    const int16_t *key;
    const double *row;         /* from objective 2 on */
    bool strictly;
};

/* Of the two bits that are a lane. */
#define EVERY_SECOND UINT64_C(0x5555555555555555)

static bool
row_covers(const double *p, const struct question *question, size_t width)
{
    for (size_t k = 0; k < width; k++)
        if (question->strictly ? !(p[k] > question->row[k]) : p[k] < question->row[k])
            return false;
    return true;
}

/* Asked where no key is lower. */
static bool
point_covers(const struct box_tree *tree, uint32_t bucket, size_t i, const int16_t *lanes,
    const struct question *question)
{
    const struct ordered_points *ordered = tree->space->ordered;
    size_t k = 0, place;

    while (k < tree->width && lanes[k * BOX_BUCKET + i] > question->key[k])
        k++;
    if (k == tree->width)
        return true;
    place = tree->places[bucket * BOX_BUCKET + i];
    return row_covers(ordered->value + place * ordered->d + 1, question, tree->width);
}

#define KERNELS "math/box_tree_kernels.h"
#include "math/simd_each.h"
KERNEL_OF_TWO(bool, search_covers, (const struct box_tree *, const struct question *));

bool
box_tree_covers(const struct box_tree *tree, size_t place, bool strictly)
{
    const struct ordered_points *ordered = tree->space->ordered;
    struct question question = { .key = tree->space->key + place * tree->reach,
        .row = ordered->value + place * ordered->d + 1, .strictly = strictly };

    return KERNEL_CHOSEN(search_covers)(tree, &question);
}
