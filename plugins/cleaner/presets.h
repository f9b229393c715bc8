/* presets.h: what precise, balanced and recall differ in. */
#ifndef CLEANER_PRESETS_H
#define CLEANER_PRESETS_H

enum preset { PRESET_PRECISE, PRESET_BALANCED, PRESET_RECALL };

struct limits {
    double cap; /* at most this share of the words goes, sections not counted */
    double
        model; /* logits by which the line model needs more than its own limits; above 50: it is off */
    int only_sure; /* lines stay that only disputed rules take */
};

const struct limits *presets_limits(enum preset);
/* Does the rule take lines that some readers count to the article? */
int presets_is_disputed(const char *rule);
#endif
