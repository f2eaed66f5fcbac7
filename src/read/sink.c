/* sink.c - what readers share when they fill a sink's structs; see sink.h. */
#include "read/sink.h"

#include <math.h>

struct sink_score
sink_score_blank(void)
{
    return (struct sink_score){.value = NAN, .se = NAN, .sd = NAN, .lo = NAN, .hi = NAN,
        .level = NAN, .n = NAN, .sd_ddof = -1, .direction = DIRECTION_UNKNOWN,
        .status = CELL_OK};
}
