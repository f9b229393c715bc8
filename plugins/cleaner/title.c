/* title.c: the title above the body. A wrong title is worse than none. */
#include "title.h"
#include <string.h>
#include "model.h"
#include "phrases.h"
#include "shapes.h"

uint32_t head_body_begin(const struct judge *j) {
    uint32_t i = j->first_body;
    while (i < j->last_body && !j->verdict[i].body) i++;
    return i;
}

/* Where the name of a site behind the last bar or dash begins, or the end: a few words with capitals that the body has not; of
 * "Sound Gazette" it may have some. "- Analysis" is no site. */
static uint32_t site_begin(const struct judge *j, const struct line *l, uint32_t end) {
    enum { MOST = 4 };
    const char *const p = j->text + l->begin, *q = j->text + end;
    uint32_t known = 0;
    int is_paper = 0;
    for (uint32_t n = 0; n <= MOST; n++) {
        const char *blank = memrchr(p, ' ', (size_t)(q - p));
        if (!blank) return end;
        const struct piece word = {(uint32_t)(blank + 1 - j->text), (uint32_t)(q - j->text)};
        if (n && shape_is_separator(j->text, &word))
            return !known || (known < n && (is_paper || blank[1] == '|'))
                       ? (uint32_t)(blank - j->text)
                       : end;
        if (!shape_has_capital(j->text, &word)) return end;
        if (!n && end == l->end && phrases_is(PHRASES_RUBRIC, blank + 1, q)) return end;
        known += judge_lines_with(j, words_hash(blank + 1, (size_t)(q - blank - 1))) > 0;
        if (!n) is_paper = phrases_is(PHRASES_NO_NAME, blank + 1, q);
        q = blank;
    }
    return end;
}

struct piece head_title_text(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    struct piece title = {l->begin, l->end};
    for (uint32_t end; (end = site_begin(j, l, title.end)) < title.end;) title.end = end;
    return title;
}

/* Do two lines give the same title, the name of the site left out? */
static int is_same_title(const struct judge *j, uint32_t a, uint32_t b) {
    const struct piece p = head_title_text(j, a), q = head_title_text(j, b);
    return judge_is_copy(j, a, b) ||
           (p.end - p.begin == q.end - q.begin &&
            !memcmp(j->text + p.begin, j->text + q.begin, p.end - p.begin));
}

/* Line of the title, or -1: the one that the model finds most likely, if that is likely enough, and by how much more than any other. */
static int32_t find_title(const struct judge *j, uint32_t begin) {
    int32_t best = INT32_MIN / 2, second = best, title = -1;
    for (uint32_t i = 0; i < HEAD_LINES && i < begin; i++) {
        uint32_t cells[MODEL_TITLE_FEATURES];
        if (!title_is_possible(j, i)) continue;
        const int32_t score =
            model_score_title(j->model, cells, title_features(j, i, begin, cells));
        const int is_other = title < 0 || !is_same_title(j, i, (uint32_t)title);
        if (score > best) {
            if (is_other) second = best;
            best = score;
            title = (int32_t)i;
        } else if (is_other && score > second)
            second = score;
    }
    return best >= TITLE_LEAST && best >= second + TITLE_AHEAD ? title : -1;
}

/* The title once more, with a sign in front or a full stop: what stands below a picture. */
static int is_caption_of_title(const struct judge *j, uint32_t i) {
    const struct line *l = judge_line(j, i);
    return (l->marks & LINE_BULLET) || j->text[l->begin] == '[' || j->text[l->end - 1] == '.';
}

/* A title that stands twice is the lower one: above it is what the page says of itself. */
void head_title(struct judge *j) {
    const uint32_t begin = head_body_begin(j);
    j->title = j->model && j->words->lines && j->verdict[begin].body ? find_title(j, begin) : -1;
    if (j->title < 0) return;
    const uint32_t first = (uint32_t)j->title;
    for (uint32_t i = first + 1; i <= first + TITLE_REPEATS && i < begin; i++) {
        if (!is_same_title(j, i, first)) continue;
        const int is_title = title_is_possible(j, i) && !is_caption_of_title(j, i);
        judge_drop(j, is_title ? (uint32_t)j->title : i, "structure:title-repeat");
        if (is_title) j->title = (int32_t)i;
    }
    judge_zone(j, (uint32_t)j->title, ZONE_TITLE, NULL);
}
