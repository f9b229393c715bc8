/* phrases.h: sets of words and phrases that shapes are told by, found without regard to the case of ASCII letters. */
#ifndef CLEANER_PHRASES_H
#define CLEANER_PHRASES_H
#include <stddef.h>
#include <stdint.h>

enum phrases {
    PHRASES_PARTICLE, /* small words inside a name */
    PHRASES_NO_NAME, /* words that a title may have but a name has not */
    PHRASES_BEHIND_NAMES, /* what ends the names of a byline: " | Site", " for The Times", a date */
    PHRASES_BEFORE_DAY, /* and what ends them before a day, in small letters: " le 3 mai", but Yann Le Gall */
    PHRASES_BY, /* what bylines begin with */
    PHRASES_NEWS_AGENCY, /* agencies that write articles */
    PHRASES_SPLIT, /* signs that end the names of a byline wherever they stand */
    PHRASES_LICENCE, /* of pictures: who stands before it has not written the article */
    PHRASES_WORK, /* what may follow a name in a byline without a comma: its bearer's work, a day, a month */
    PHRASES_AND, /* what parts the names of a list */
    PHRASES_BESIDE, /* what parts a byline from a date or a place in front of it */
    PHRASES_UPDATED, /* before a date: the article had changed, it had come out before */
    PHRASES_DATED_BY, /* labels of dates that say when an article came out */
    PHRASES_RUBRIC, /* what kind of article it is: a title may end so */
    PHRASES_SEPARATOR, /* signs between a title and the name of the site */
    PHRASES_ROLE, /* what a person does for a newspaper */
    PHRASES_CREDIT, /* what stands at the end of a caption */
    PHRASES_AGENCY, /* what ends a credit behind a stroke */
    PHRASES_SIDE, /* who stands where in a picture */
    PHRASES_FROM_SIDE, /* how a list of those who stand in a picture begins */
    PHRASES_WEEKDAY,
    PHRASES_TOLD, /* words of a sentence that tells, as no description of a picture does */
    PHRASES_DATED, /* what a sentence about a picture with its date holds */
    PHRASES_CAPTION, /* what captions and credits begin with */
    PHRASES_CAPTION_MARK, /* what a line in brackets holds if it is a caption */
    PHRASES_PICTURE, /* what descriptions of pictures begin with */
    PHRASES_PICTURE_WORD, /* and what then follows */
    PHRASES_PHOTO, /* "this photo", "in this file image" */
    PHRASES_ABOUT, /* what stands above a biography, before the name */
    PHRASES_BIO_VERB, /* what follows the name in a biography */
    PHRASES_BIO_ROLE, /* what a biography holds */
    PHRASES_VIEWS, /* of disclaimers: the subject */
    PHRASES_EXPRESSED, /* the verb */
    PHRASES_ARTICLE, /* the object */
    PHRASES_OWN, /* whose they are */
    PHRASES_SELF, /* how a biography in the first person begins */
    PHRASES_EARN, /* of notes on commission: what the site does */
    PHRASES_COMMISSION, /* what it gets */
    PHRASES_BUY, /* and for what */
    PHRASES_RESERVED, /* of legal notes */
    PHRASES_ADDRESS, /* what an address begins with */
    PHRASES
};

/* Sets of words one of which a phrase of a larger set holds: a quick look before a search. */
enum hints {
    HINTS_CREDIT,
    HINTS_VIEWS,
    HINTS_COMMISSION,
    HINTS_RESERVED,
    HINTS_SIDE,
    HINTS_WEEKDAY,
    HINTS
};

/* Fills the tables; call once before anything else of this file. Any number of calls. */
void phrases_setup(void);
/* Where the first of the phrases stands in [p, end); NULL: nowhere. */
const char *phrases_find(enum phrases, const char *p, const char *end);
/* Length of the longest phrase of the set that stands at p; 0: none. */
size_t phrases_at(enum phrases, const char *p, const char *end);
/* Is [p, end) one of them? */
int phrases_is(enum phrases, const char *p, const char *end);
/* Is one of them the end of [p, end), and something before it? */
int phrases_ends(enum phrases, const char *p, const char *end);
/* Which sets may hold one of the words from `word` to `end`, as hashes? A bit for each: 1 << HINTS_CREDIT ... */
unsigned phrases_hints(const uint32_t *word, const uint32_t *end);
#endif
