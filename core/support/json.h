/* json.h: reads one JSON value from memory, and writes JSON into a buffer.
 *
 *     struct json j;
 *     json_open(&j, line, n);
 *     json_object_begin(&j);
 *     while (json_member(&j, &key) == 1)                   a value that nobody reads is skipped
 *         if (json_string_is(key, "text")) json_string_raw(&j, &text, &escaped);
 *     if (json_end(&j)) ...j.error at byte j.p - j.begin...
 *
 * The reader allocates nothing, goes over the bytes once and gives out slices of them. Its failure
 * is sticky: the first error stays, every later call fails, and one check at the end is enough.
 * The input is valid UTF-8 already. The grammar is that of RFC 8259, with two points made lenient:
 * raw control characters may stand in strings, and half a surrogate pair is read as U+FFFD.
 * The same name twice in an object comes out twice. */
#ifndef SUPPORT_JSON_H
#define SUPPORT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/buffer.h"
#include "text-pipeline/pipeline.h"

#define JSON_DEPTH 512u /* arrays and objects inside each other; deeper is an error */

enum json_type {
    JSON_ERROR,
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

enum json_place { JSON_AT_VALUE, JSON_AFTER_OPEN, JSON_AFTER_VALUE };

struct json {
    const char *p, *end, *begin; /* p: the next byte, or the one that `error` is about */
    const char *error; /* a constant string, or NULL */
    unsigned depth; /* objects and arrays begun and not ended */
    enum json_place place; /* private */
};

/* --- reading: functions return 0, or -1 with j->error set, unless they say otherwise --- */

/* Starts on the n bytes at p, which must stay until the last slice is used. Checks nothing yet. */
void json_open(struct json *j, const char *p, size_t n);

/* The type of the next value by its first byte, without reading it. JSON_ERROR sets j->error. */
enum json_type json_peek(struct json *j);

/* Begins the next value, an object; then call json_member until it no longer returns 1. */
int json_object_begin(struct json *j);
/* Reads a name, up to its value: 1 and the raw name without quotes, 0 at the end of the object,
 * or -1. Skips the value of the member before if it was not read. */
int json_member(struct json *j, pl_str *name);

/* Begins the next value, an array; then call json_element until it no longer returns 1. */
int json_array_begin(struct json *j);
/* Goes to the next element: 1, 0 at the end of the array, or -1. Skips as json_member does. */
int json_element(struct json *j);

/* Reads a string: the bytes between its quotes, escapes checked but not resolved. If *escaped
 * (may be NULL) is false, these bytes are the text itself. */
int json_string_raw(struct json *j, pl_str *raw, bool *escaped);
/* Reads a number: its text, correct by the grammar. */
int json_number_raw(struct json *j, pl_str *raw);
int json_bool(struct json *j, bool *value);
int json_null(struct json *j);

/* Reads any value and checks all of it; raw (may be NULL) gets its bytes, quotes or brackets
 * included. No recursion. */
int json_skip(struct json *j, pl_str *raw);

/* Call it after the outermost value (which it skips if it was not read): nothing but white space
 * may follow. Every object and array that was begun must have been read to its end. */
int json_end(struct json *j);

/* --- what slices mean; raw must come from the reader above --- */

/* Resolves the escapes of a raw string or name into out, which has room for raw.n bytes and does
 * not overlap it. Returns the length, never above raw.n. \u0000 gives a NUL byte. */
size_t json_unescape(pl_str raw, char *out);

/* Is the raw string or name, escapes resolved, equal to `text`? */
bool json_string_is(pl_str raw, const char *text);

/* The value of a raw number: 0, or -1 if it has a fraction or exponent or does not fit. */
int json_number_int(pl_str raw, int64_t *value);
/* The nearest double, in any locale: 0, or -1 if it is too large or its text has over 500 bytes. */
int json_number_real(pl_str raw, double *value);

/* --- writing: 0, or -1 when out of memory (then b->failed) ---
 * A comma is put before a name or value wherever one is due, which the last byte in the buffer
 * tells: it ends a value (" } ] digit e l). So the buffer must hold nothing but JSON, and
 * each record of JSON Lines must end with its newline before the next one begins. */

int json_write_begin(struct buffer *b, char bracket); /* '{' or '[' */
int json_write_end(struct buffer *b, char bracket); /* '}' or ']' */
/* With its colon; the name must be one that needs no escape, as those of our tables. */
int json_write_key(struct buffer *b, const char *name);
int json_write_name(struct buffer *b, const char *p, size_t n); /* the same, for any bytes */
/* Escapes quote, backslash and bytes below 0x20; all others stay as they are. */
int json_write_string(struct buffer *b, const char *p, size_t n);
int json_write_int(struct buffer *b, int64_t value);
int json_write_uint(struct buffer *b, uint64_t value);
int json_write_bool(struct buffer *b, bool value);
int json_write_null(struct buffer *b);
/* A value that is JSON already, such as a slice of json_skip. */
int json_write_raw(struct buffer *b, const char *p, size_t n);

/* With at most `decimals` (0 to 9) digits after the point, a half rounded away from zero, no zeros
 * at the end, a point in every locale. What is not finite is written as null. */
int json_write_real(struct buffer *b, double value, unsigned decimals);
/* A similarity: at most 3 decimals, rounded down; a value less than 1e-7 below a step counts as on
 * it (0.7f is 0.69999999 and stays 0.7), so a float and a double give the same text. */
int json_write_real_down(struct buffer *b, double value);

#endif
