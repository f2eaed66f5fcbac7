/* derived.h - measures that follow from others and from what the user said of the runs
 * (--set). Private to store/.
 */
#ifndef PARETOP_STORE_DERIVED_H
#define PARETOP_STORE_DERIVED_H

#include "frame/frame.h"

/* Adds, to a frame of points, each of these that some point has the parts of:
 *
 *   usd_per_output_mtok  USD per million output tokens of the own machine under this load:
 *                        usd_per_gpu_hour * gpus / (output_throughput * 3600 / 1e6)
 *   usd_per_total_mtok   the same by total_token_throughput
 *   breakeven_mtok_per_hour   million output tokens an hour above which the own machine is
 *                        cheaper than the price of an interface, which input tokens are added
 *                        to if the run says how many there were
 *   breakeven_load       that over what the machine gives at full throughput; above 1 the
 *                        interface is always cheaper
 *   TASK/price_of_tokens USD for the tokens that a task took, at the input_price and
 *                        output_price of the point; per item where their number is known
 *
 * gpus is, where not said, the tensor parallelism, else 1. O(rows) for each. */
void derived_add(struct frame *frame);
/* What points need to have the measure of that name, in words; NULL if it is none of these. */
const char *derived_needs(const char *name);

#endif
