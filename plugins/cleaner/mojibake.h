/* mojibake.h: repairs UTF-8 that was read as a single-byte codec: "Ã©" for "é", "вЂ™" for an apostrophe. */
#ifndef CLEANER_MOJIBAKE_H
#define CLEANER_MOJIBAKE_H
#include "draft.h"

/* One level of repair in each line that needs it. Returns 1 when something was changed: call it again for text that was mixed up
 * twice. */
int mojibake_pass(struct draft *);
#endif
