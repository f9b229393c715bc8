/* metrics.h: the end of a run as a file for Prometheus, which node_exporter's textfile collector picks up.
 *
 * Gauges, each with the label `config`. After a failure the time of the last success stays what it was:
 * `time() - pipeline_last_success_timestamp_seconds` is what an alert looks at. */
#ifndef METRICS_H
#define METRICS_H
#include "engine/outcome.h"

struct metrics {
    const char *config; /* its name */
    int exit_code;
    uint64_t ended, last_success; /* seconds since 1970; 0: never */
    double seconds;
    uint64_t peak_rss;
    const struct outcome *outcome;
};
bool exit_is_success(int code); /* 0 and 3: the outputs are in place */
void metrics_print(struct buffer *, const struct metrics *);
/* What the file says of the last success; 0 when it says nothing. */
uint64_t metrics_last_success(const char *path);
#endif
