/* page.h: a digest as a line of JSON and as a piece of a Markdown page. */
#ifndef SUMMARIZER_PAGE_H
#define SUMMARIZER_PAGE_H
#include "digest.h"

/* Adds {"headline","documents","copies","sentences","sources","keyphrases","entities"} and a line feed. */
void page_json(const struct digest *, struct pack *);
/* Adds a section: headline, counts and dates, sentences, sources, keyphrases. */
void page_markdown(const struct digest *, struct pack *);

#endif
