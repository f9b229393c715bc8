/* value_test.c: what is a number, a size, a duration; and how a bound is written. */
#include "config/value.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* NAN: refused. */
static const struct { const char *text; double uint, integer, real, size, duration; } rows[] = {
    {"0", 0, 0, 0, 0, 0},
    {"12", 12, 12, 12, 12, NAN},
    {"-3", NAN, -3, -3, NAN, NAN},
    {"+3", NAN, 3, 3, 3, NAN},
    {"", NAN, NAN, NAN, NAN, NAN},
    {" 1", NAN, NAN, NAN, NAN, NAN},
    {"1 ", NAN, NAN, NAN, NAN, NAN},
    {"x", NAN, NAN, NAN, NAN, NAN},
    {"-", NAN, NAN, NAN, NAN, NAN},
    {"1.5", NAN, NAN, 1.5, NAN, NAN},
    {".5", NAN, NAN, .5, NAN, NAN},
    {"1e3", NAN, NAN, 1000, 1000, NAN},
    {"1e999", NAN, NAN, NAN, NAN, NAN},
    {"0x10", NAN, NAN, NAN, NAN, NAN},
    {"inf", NAN, NAN, NAN, NAN, NAN},
    {"nan", NAN, NAN, NAN, NAN, NAN},
    {"99999999999999999999", NAN, NAN, 1e20, NAN, NAN},
    {"1.5K", NAN, NAN, NAN, 1536, NAN},
    {"2kb", NAN, NAN, NAN, 2048, NAN},
    {"7B", NAN, NAN, NAN, 7, NAN},
    {"1M", NAN, NAN, NAN, 1 << 20, NAN},
    {"1MiB", NAN, NAN, NAN, NAN, NAN},
    {"-1M", NAN, NAN, NAN, NAN, NAN},
    {"9999999999T", NAN, NAN, NAN, NAN, NAN},
    {"1.5h", NAN, NAN, NAN, NAN, 5400e9},
    {"30s", NAN, NAN, NAN, NAN, 30e9},
    {"0.29s", NAN, NAN, NAN, NAN, 290e6},
    {"5ms", NAN, NAN, NAN, NAN, 5e6},
    {"-5ms", NAN, NAN, NAN, NAN, NAN},
    {"9999999999h", NAN, NAN, NAN, NAN, NAN},
    {"2 s", NAN, NAN, NAN, NAN, NAN},
};

static void expect(const char *text, const char *as, double wanted, int rc, double got) {
    cr_expect_eq(rc, isnan(wanted) ? -1 : 0, "'%s' as %s: %d", text, as, rc);
    if (!isnan(wanted) && !rc) cr_expect_float_eq(got, wanted, 1e-9, "'%s' as %s: %g", text, as, got);
}

Test(value, texts_are_numbers_or_refused) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *t = rows[i].text;
        uint64_t u = 0, size = 0;
        int64_t n = 0, duration = 0;
        double real = 0;
        int rc = value_uint(t, &u);
        expect(t, "uint", rows[i].uint, rc, (double)u);
        rc = value_int(t, &n);
        expect(t, "int", rows[i].integer, rc, (double)n);
        rc = value_real(t, &real);
        expect(t, "real", rows[i].real, rc, real);
        rc = value_size(t, &size);
        expect(t, "size", rows[i].size, rc, (double)size);
        rc = value_duration(t, &duration);
        expect(t, "duration", rows[i].duration, rc, (double)duration);
    }
}

Test(value, bounds_are_written_as_a_config_would) {
    static const struct { pl_type type; double v; const char *text; } bounds[] = {
        {PL_SIZE, 0, "0"}, {PL_SIZE, 1000, "1000"}, {PL_SIZE, 1024, "1K"}, {PL_SIZE, 64 << 20, "64M"}, {PL_SIZE, 0x1p50, "1024T"},
        {PL_DURATION, 0, "0s"}, {PL_DURATION, 0.001, "1ms"}, {PL_DURATION, 30, "30s"}, {PL_DURATION, 90, "90s"}, {PL_DURATION, 86400, "1d"},
        {PL_DURATION, 1e-9, "1ns"}, {PL_DURATION, 0.5, "500ms"}, {PL_REAL, 0.5, "0.5"}, {PL_UINT, 9999, "9999"},
    };
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        char out[64];
        value_print(bounds[i].type, bounds[i].v, out, sizeof out);
        cr_expect_str_eq(out, bounds[i].text, "%s, not %s", out, bounds[i].text);
    }
}
