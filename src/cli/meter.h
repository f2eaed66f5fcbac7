/* meter.h - how far an import is, on standard error while it runs. */
#ifndef PARETOP_CLI_METER_H
#define PARETOP_CLI_METER_H

#include <stdbool.h>

#include "store/store.h"

struct meter { double started, shown; bool drawn, enabled; };

/* On a terminal that can move its cursor, unless the user wants quiet. */
void meter_start(struct meter *meter, bool quiet);
/* For import_options: context is the meter. False once a signal came, see interrupt.h. */
bool meter_show(void *context, const struct import_progress *progress);
void meter_clear(struct meter *meter);

#endif
