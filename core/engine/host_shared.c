/* host_shared.c: names, the layers of the run, counts, data files. */
#include "engine/host.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/identity.h"
#include "engine/run_name.h"
#include "engine/tally.h"

int host_layer_id(pl_context *stage, const char *name) {
    const int id = schema_layer_find(&stage->engine->schema, name);
    if (id >= 0) stage->uses_layer[id] = true;
    return id;
}

int host_layer_at(pl_context *stage, uint32_t i, pl_layer_info *info) {
    const struct schema *schema = &stage->engine->schema;
    if (i >= schema->n_layers) return PL_END;
    *info = (pl_layer_info){(int)i, schema->layers[i].def, str_of(schema->layers[i].stage_name)};
    return PL_OK;
}

const pl_field_def *host_layer_member(pl_context *stage, int id, const char *name) {
    const struct schema *schema = &stage->engine->schema;
    if (id < 0 || (uint32_t)id >= schema->n_layers || !schema->layers[id].def->fields) return NULL;
    const pl_layer_def *def = schema->layers[id].def;
    for (size_t i = 0;; i++) {
        const pl_field_def *row = field_row(def->fields, def->field_stride, i);
        if (!row->name) return NULL;
        if (!strcmp(row->name, name)) return row;
    }
}

int host_name_id(pl_context *stage, const char *name) {
    return schema_name(&stage->engine->schema, name);
}

pl_str host_name(pl_context *stage, int id) {
    const struct schema *schema = &stage->engine->schema;
    return id >= 0 && (uint32_t)id < schema->n_names ? str_of(schema->names[id]) : (pl_str){"", 0};
}

void host_metric(pl_context *stage, const char *name, double value) {
    tally_metric(stage, name, value);
}
void host_count(pl_context *stage, const char *name, uint64_t n) { tally_count(stage, name, n); }

size_t host_memory(pl_context *stage) { return (size_t)(stage->engine->plan->memory / 2); }

static int open_data_file(const pl_context *stage, const char *path, char *found, size_t size) {
    const char *folders[] = {stage->plan->config_folder, stage->plan->data_folder};
    if (*path == '/') return snprintf(found, size, "%s", path), open(path, O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < 2; i++) {
        if (!folders[i]) continue;
        snprintf(found, size, "%s/%s", folders[i], path);
        const int fd = open(found, O_RDONLY | O_CLOEXEC);
        if (fd >= 0 || errno != ENOENT) return fd;
    }
    return -1;
}

/* For the report. */
static void note_mapped(pl_context *stage, const char *path, pl_str bytes) {
    struct engine *e = stage->engine;
    struct mapped_file *f = calloc(1, sizeof *f);
    if (!f || !(f->path = strdup(path))) arena_exhausted(sizeof *f);
    f->stage = stage->name;
    f->bytes = bytes;
    *e->mapped_end = f;
    e->mapped_end = &f->next;
}

void host_forget_mapped(struct engine *e) {
    for (struct mapped_file *f = e->mapped, *next; f; f = next)
        next = f->next, free(f->path), free(f);
}

int32_t host_day(pl_context *stage) { return run_name_day(&stage->engine->run); }

/* The mapping stays until the process ends: stages of all threads hold pointers into it. */
int host_map_file(pl_context *stage, const char *path, pl_str *bytes) {
    char found[4096];
    *bytes = (pl_str){"", 0};
    const int fd = open_data_file(stage, path, found, sizeof found);
    if (fd < 0)
        return host_table.fail(stage, PL_ESTOP, "cannot open the data file '%s': %s", path,
                               strerror(errno));
    struct stat st;
    int rc = PL_OK;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        rc = host_table.fail(stage, PL_ESTOP, "%s is not a file", found);
    else if (st.st_size) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED)
            rc = host_table.fail(stage, PL_ESTOP, "cannot map %s: %s", found, strerror(errno));
        else
            *bytes = (pl_str){p, (size_t)st.st_size};
        buffer_append(&stage->engine->data_files, found, strlen(found) + 1);
        identity_file(stage->engine, "data file", stage->name, found, (uint64_t)st.st_size,
                      (int64_t)st.st_mtime);
        if (!rc) note_mapped(stage, found, *bytes);
    }
    close(fd);
    return rc;
}
