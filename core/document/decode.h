/* decode.h: bytes of any common encoding become UTF-8, before anything is replaced by U+FFFD. Any thread. */
#ifndef DECODE_H
#define DECODE_H
#include <stdbool.h>
#include "document/arena.h"

struct decoded {
    pl_str text; /* in the input itself when that is UTF-8 already; else in the arena */
    const char *encoding; /* "utf-8", "windows-1252", ...; a constant, or the name declared */
    bool weak; /* guessed from too little, or two encodings fit alike */
    uint32_t
        stray; /* bytes decoded as windows-1252 in a text that is else UTF-8, or replaced by U+FFFD */
};

/* `encoding`: "auto", or a name that iconv knows. 0, or -1 when iconv does not know it. A UTF-8 byte
 * order mark beats a declared encoding. Converters are kept per thread until the thread ends. */
int decode_text(pl_str bytes, const char *encoding, struct arena *, struct decoded *);
#endif
