/* shapes.h: what a line looks like, from its bytes. */
#ifndef CLEANER_SHAPES_H
#define CLEANER_SHAPES_H
#include <stddef.h>
#include "dates.h"
#include "words.h"

/* Bytes [begin, end) of the text. */
struct piece {
    uint32_t begin, end;
};

/* A bar, a dash or a middle dot that stands by itself. */
int shape_is_separator(const char *text, const struct piece *word);
int shape_has_capital(const char *text, const struct piece *word);
/* Two to five capitalised words and nothing else: what a name looks like. */
int shape_is_name(const char *text, const struct piece *);
/* "By NAME", "By NAME and NAME", "Analysis by NAME | Site": fills the names. */
int shape_is_byline(const char *text, const struct line *, struct piece *names);
/* "By Reuters", "AFP": an agency alone has written it; fills its name. */
int shape_is_agency(const char *text, const struct line *, struct piece *name);
/* "NAME", "NAME and NAME, Agency", "NAME | Site": fills the names. */
int shape_leads_with_name(const char *text, const struct line *, struct piece *name);
/* "NAME, Staff Writer", "NAME | Reporter": ends in what a person does for a newspaper. */
int shape_has_role(const char *text, const struct line *);
/* "NAME / Property reporter", "NAME - Sound Gazette": does what a person works as or for stand behind the name? */
int shape_has_work_behind(const char *text, const struct line *, const struct piece *name);
/* Does the line begin as a byline does: "By ..."? */
int shape_begins_with_by(const char *text, const struct line *);
/* What captions, disclaimers, notes on commission and legal notes are told by at a glance: sets of phrases.h that the line may
 * hold, as bits. */
unsigned shape_hints(const struct line *, const uint32_t *word);
/* "[Image: ...]", "Photo: NAME / Agency", "(Credit: ...)", "... via Wikimedia Commons" */
int shape_is_caption(const char *text, const struct line *, unsigned hints);
/* "About NAME": fills the name. */
int shape_is_about(const char *text, const struct line *, struct piece *name);
/* "NAME is a professor ...", "NAME (mail@site.org) writes ...": fills the name. */
int shape_is_bio(const char *text, const struct line *, struct piece *name);
/* "The views expressed in this article are those of the author." */
int shape_is_disclaimer(const char *text, const struct line *, unsigned hints);
/* "If you buy through our links, we may earn a commission." */
int shape_is_affiliate(const char *text, const struct line *, unsigned hints);
/* "... All rights reserved ...", in a paragraph of any kind. */
int shape_is_legal(const char *text, const struct line *, unsigned hints);
/* "{{ article.teaser }}", "<%= title %>": a place of a template that nothing filled. */
int shape_is_template(const char *text, const struct line *);
/* A biography in the first person: "I am a writer and ..." */
int shape_is_self(const char *text, const struct line *);
/* "FIRST joined the paper in 2017 ...", "LAST writes ...": does the line begin with the first or last word of the name above it? */
int shape_goes_on_with(const char *text, const struct line *, const struct piece *name);
/* Is it a sentence that holds the last word of the name? */
int shape_speaks_of(const char *text, const struct line *, const struct piece *name);
/* Does a sentence end inside the line, or is all of it a quotation? No headline, then. */
int shape_is_speech(const char *text, const struct line *);
/* Does a label before the date speak of something else: "Release date:", "Born:"? Or does the date end a range, as in "3-5 May"? */
int shape_is_of_another(const char *line, const char *end, const struct date *);
/* A line that holds nothing but an address of the web, of mail, or a handle. */
int shape_is_address(const char *text, const struct line *);
#endif
