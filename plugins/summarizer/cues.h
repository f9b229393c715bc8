/* cues.h: words and lines that say what a sentence is: pronouns, connectives, speech, leftovers of a page. */
#ifndef SUMMARIZER_CUES_H
#define SUMMARIZER_CUES_H
#include <stdint.h>
#include "text-pipeline/pipeline.h"

/* Classes of words. */
#define CUE_PRONOUN 1u /* "he", "they": stands for something said before */
#define CUE_CONNECTIVE 2u /* "but", "however": goes on from what was said before */
#define CUE_POINTER 4u /* "this", "such": points back when it opens a sentence */
#define CUE_FIRST 8u /* "I", "we" */
#define CUE_SPEECH 16u /* "said", "told" */
#define CUE_LEFTOVER 32u /* words of page furniture: "newsletter", "subscribe" */
#define CUE_ADDRESS 128u /* "Mr", "Dr": stand before names and tell none apart */
#define CUE_AGENCY 256u /* "Reuters": in brackets it ends a dateline */
#define CUE_BYLINE 64u /* "by", "photo", "source": may open a byline or a credit */

struct cues;

/* Reads `[class]` headings and words or, under [line] and [opening], beginnings of sentences. NULL and *line the line in error, or 0:
 * no memory. */
struct cues *cues_load(pl_str file, int *line);
void cues_free(struct cues *);
/* Classes of the word with this token hash. */
uint32_t cues_of(const struct cues *, uint64_t hash);
/* How a sentence begins: CUE_LEFTOVER, as lines that a page leaves behind ("Read more", "Source link"); CUE_CONNECTIVE, with a phrase
 * that goes on from what was said before ("First,", "For example"); 0. */
uint32_t cues_of_beginning(const struct cues *, pl_str sentence);

#endif
