/* utf8.h: checks and counts UTF-8. Any thread. */
#ifndef UTF8_H
#define UTF8_H
#include <stddef.h>
#include <stdint.h>
/* Offset of the first byte that is not UTF-8 (overlong forms, surrogates and values above 10FFFF are not), or n. */
size_t utf8_valid(const char *p, size_t n);
size_t utf8_count(const char *p, size_t n); /* code points of valid UTF-8 */
size_t utf8_ascii(const char *p, size_t n); /* length of the ASCII prefix */
/* Length of the sequence at p (1 to 4), or 0 when it is not valid. */
unsigned utf8_sequence(const unsigned char *p, size_t n);
/* Reads the code point at p: its length, or 0 at the end or where the bytes are not valid. */
unsigned utf8_next(const char *p, const char *end, uint32_t *point);
/* Writes a code point (a surrogate or a value too large: U+FFFD); returns 1 to 4. */
unsigned utf8_write(char *to, uint32_t point);
#endif
