/* survey.c: the steps in their order. */
#include "survey.h"
#include "standing.h"

int survey_document(struct survey *s, const struct material *m) {
    struct article *a = &s->article;
    if (article_read(a, m->text, m->tokens, m->sentences, m->rarity, m->cues, m->importance))
        return -1;
    standing_judge(a, m->cues, m->title);
    for (uint32_t i = 0; i < m->excluded_n; i++) standing_exclude(a, m->excluded[i]);
    article_number(a);
    if (graph_build(&s->graph, a, m->most)) return -1;
    for (uint32_t i = 0; i < s->graph.n; i++) features_of(a, &s->graph, i, s->features[i]);
    return 0;
}

void survey_free(struct survey *s) {
    article_free(&s->article);
    graph_free(&s->graph);
}
