/* train_titles.h: teaches the model's last look which line is the title. */
#ifndef CLEANER_TRAIN_TITLES_H
#define CLEANER_TRAIN_TITLES_H
#include "judge.h"

/* The lines of one text that may be its title. */
struct candidates {
    struct candidate {
        uint32_t *cells, n;
        int is_title;
    } * v;
    uint32_t n;
    int fold, has_title, is_labelled;
    double weight;
};

struct titles {
    struct candidates *v;
    uint32_t n, room;
};

/* Adds a text that judge_above_title() has judged; `label` says t of lines that are the title. One whose title cannot be found
 * teaches nothing. `is_labelled`: by hand, so that what has no label is no title. */
void titles_add(struct titles *, const struct judge *, const char *label, int fold, double weight,
                int is_labelled);
/* Learns from all texts but those of two folds (-1: none); `w`: the weights of all looks. */
void titles_train(const struct titles *, double *w, double *bias, int without, int nor);
/* Titles of labelled texts of a fold that are found right and wrong, and those given to texts without, by how sure the model must be;
 * adds to `counts`, TITLES_STEPS rows of three. */
enum { TITLES_STEPS = 7 };
void titles_count(const struct titles *, const double *w, double bias, int fold,
                  uint32_t counts[TITLES_STEPS][3]);
/* A step in logits. */
static inline double titles_step(int step) { return (step - 2) * 0.5; }
#endif
