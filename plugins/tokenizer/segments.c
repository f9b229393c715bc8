/* segments.c: tokens and sentences of mode = unicode, from the default boundaries of UAX #29. */
#include "segments.h"
#include "form.h"
#include "uax29.h"

static pl_token_kind kind_of(enum news_class class) {
    switch (class) {
    case CLASS_DIGIT: return PL_NUMBER;
    case CLASS_EMOJI: return PL_EMOJI;
    case CLASS_SYMBOL:
    case CLASS_CURRENCY: return PL_SYMBOL;
    case CLASS_LOWER:
    case CLASS_UPPER:
    case CLASS_LETTER:
    case CLASS_IDEOGRAPH:
    case CLASS_HIRAGANA:
    case CLASS_KATAKANA:
    case CLASS_COMPLEX:
    case CLASS_MARK: return PL_WORD;
    default: return PL_PUNCTUATION;
    }
}

/* Is the segment white space? Then the next token gets to know of it. Two line breaks end a paragraph. */
static int is_gap(struct scan *s, uint32_t begin, uint32_t end) {
    uint32_t length, breaks = 0;
    for (uint32_t at = begin; at < end; at += length) {
        const enum news_class class = scan_class(s, at, &length);
        if (class != CLASS_SPACE && class != CLASS_BREAK) return 0;
        breaks = breaks || class == CLASS_BREAK; /* CR LF is one segment */
    }
    if (breaks && s->gap & (uint32_t)INFO_LINE << 8) s->gap |= (uint32_t)INFO_PARAGRAPH << 8;
    if (breaks) s->gap |= (uint32_t)INFO_LINE << 8;
    s->gap |= PL_SPACE_BEFORE;
    return 1;
}

static void add_token(struct scan *s, uint32_t begin, uint32_t end) {
    uint32_t length;
    const struct form form = form_of(s->text + begin, end - begin);
    const int paragraph = (s->gap >> 8 & INFO_PARAGRAPH) != 0;
    if (paragraph && s->out->n) s->out->v[s->out->n - 1].flags |= PL_PARAGRAPH_END;
    pl_token *const t = scan_emit_form(s, begin, end, form.hash, form.shape,
                                       end - begin <= 24 ? lexicon_get(s->lexicon, form.hash) : 0);
    t->kind = (uint8_t)kind_of(scan_class(s, begin, &length));
    t->flags |= paragraph ? PL_PARAGRAPH_START : 0;
}

static uint32_t flag_sentences(const struct scan *s) {
    pl_token *const v = s->out->v;
    uint32_t found = 0, end = 0;
    for (uint32_t i = 0; i < s->out->n; i++) {
        if (v[i].span.begin < end && !(v[i].flags & PL_PARAGRAPH_START)) continue;
        v[i].flags |= PL_SENTENCE_START;
        found++;
        while (end <= v[i].span.begin) end = uax29_sentence_end(s->text, s->n, end);
    }
    return found;
}

int segments_find(struct scan *s, uint32_t *sentences) {
    s->gap = PL_SPACE_BEFORE | INFO_PARAGRAPH << 8;
    for (uint32_t at = 0, end; at < s->n; at = end) {
        end = uax29_word_end(s->text, s->n, at);
        if (is_gap(s, at, end)) continue;
        if (tokens_reserve(s->out, 1)) return -1;
        add_token(s, at, end);
    }
    if (s->out->n) s->out->v[s->out->n - 1].flags |= PL_PARAGRAPH_END;
    *sentences = flag_sentences(s);
    return 0;
}
