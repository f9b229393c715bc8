/* ini.c: reads INI files through libinih, one physical line per call of our line reader, so that every setting has a position.
 *
 * What the packaged libinih would cut or misread in silence is refused here with the way to write it instead; the refused line is
 * handed on empty, so that all errors of a file come out at once. */
#include "support/memory.h"
#include "config/ini.h"
#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "config/substitute.h"
#include "document/utf8.h"

enum { MAX_LINE = 198, MAX_SECTION = 48, MAX_DEPTH = 8, MAX_FILE = 1 << 20 };
enum { MAX_FILES = 100 }; /* or a few files that include each other twice are read without end */
enum { MAX_REFUSED = 50 }; /* lines of a file; a file of data given as the config has thousands */

struct source {
    struct ini *ini;
    struct problems *problems;
    const char *name, *folder;
    FILE *file;
    dev_t device;
    ino_t inode; /* with device: which file it is, however its path is spelled; 0: a stream */
    int line, depth, reading, refused;
    size_t bytes; /* read so far: a FIFO has no size to look at before */
    char *text;
    size_t room; /* the physical line */
    bool indented; /* it begins with a blank: a continuation */
    const struct source *above; /* the file that includes this one */
    struct {
        char *path;
        int line;
    } * includes;
    size_t n_includes;
    char section[MAX_SECTION + 1]; /* the one that the next setting falls into */
    bool lost; /* its name could not be read: its settings are passed over */
    struct setting *last; /* the setting that a continuation line belongs to */
    bool skips; /* the line above does not count: neither do those that continue it */
    char *last_section;
};

static void complain(struct source *s, int column, const char *section, const char *what) {
    problems_add(s->problems, PROBLEM_CONFIG, s->name, s->line, column, section, "%s", what);
}

/* ---- lines: what inih must not see ---- */

static const char *skip_blank(const char *p) { return p + strspn(p, " \t"); }

static bool is_comment(const char *p) { return *p == ';' || *p == '#'; }

static const char *check_section(const char *p) {
    const char *end = strchr(p, ']');
    if (!end) return "this section has no ']'";
    if (end - p - 1 > MAX_SECTION) return "this section name is too long (at most 48 bytes)";
    if (end == p + 1) return "this section has no name";
    if (memchr(p, ';', (size_t)(end - p))) return "a section name cannot hold a ';'";
    const char *rest = skip_blank(end + 1);
    return *rest && !is_comment(rest) ? "nothing but a comment may stand behind ']'" : NULL;
}

static bool looks_like_setting(const char *p) {
    const size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    return n && *skip_blank(p + n) == '=';
}

static bool has_inline_comment(const char *p) {
    for (const char *c = strchr(p, ';'); c; c = strchr(c + 1, ';'))
        if (c > p && isspace((unsigned char)c[-1])) return true;
    return false;
}

static const char *check_setting(const struct source *s, const char *p) {
    const char *equals = strchr(p, '='), *colon = strchr(p, ':');
    if (s->indented && !s->last)
        return s->skips || s->lost
                   ? NULL
                   : "this line is indented but continues nothing (remove the blanks)";
    if (s->indented && looks_like_setting(p))
        return "this line is indented, so it would continue the value above (remove the blanks)";
    if (!s->indented && colon && (!equals || colon < equals))
        return "a setting is written with '=', not ':' (key = value)";
    if (!s->indented && !equals) return "this line is no setting (write key = value)";
    if (!s->indented && equals == p) return "this setting has no name (write key = value)";
    return has_inline_comment(p) ? "a ';' behind a blank would cut the value off here (put the "
                                   "comment on a line of its own)"
                                 : NULL;
}

/* libinih takes form feeds and the like for blanks. */
static bool has_control(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < 0x20 && p[i] != '\t') return true;
    return false;
}

/* NULL: fine; else why the line is refused. */
static const char *check_line(struct source *s, size_t n) {
    if (memchr(s->text, 0, n)) return "this line holds a NUL byte (is this a text file?)";
    if (utf8_valid(s->text, n) != n) return "this line is not UTF-8 (save the file as UTF-8)";
    if (has_control(s->text, n)) return "this line holds a control character (remove it)";
    if (n > MAX_LINE) return "this line is over 198 bytes (go on in an indented line)";
    s->indented = *s->text == ' ' || *s->text == '\t';
    const char *p = skip_blank(s->text);
    if (!*p || is_comment(p)) return NULL;
    return *p == '[' && !s->indented ? check_section(p) : check_setting(s, p);
}

static void cut_end(char *text, size_t *n) {
    while (*n && (text[*n - 1] == '\n' || text[*n - 1] == '\r')) text[--*n] = 0;
}

/* The name in a section line, also in one that is refused: what follows shall not fall into the section before. */
static void note_section(struct source *s, const char *p) {
    const size_t n = strcspn(p + 1, strchr(p, ']') ? "]" : " \t");
    s->lost = !n || n > MAX_SECTION || memchr(p + 1, ';', n);
    snprintf(s->section, sizeof s->section, "%.*s", s->lost ? 0 : (int)n, p + 1);
}

/* Is the rest of the file left unread? Then it is said once, at this line. */
static bool is_too_much(struct source *s, size_t got) {
    s->bytes += got;
    if (s->bytes > MAX_FILE)
        complain(s, 1, NULL, "is larger than 1 MiB from here on: this is no config");
    else if (s->refused >= MAX_REFUSED)
        complain(s, 1, NULL, "50 lines were refused: the rest of this file was not read");
    else
        return false;
    return true;
}

static struct section *add_section(struct ini *ini, const char *name, const char *file, int line);

/* Puts into `line` what libinih shall see in place of a refused line. */
static void mend_line(struct source *s, char *line, size_t size) {
    *line = 0;
    if (!*s->section) return;
    if (*s->text == '[' && !s->lost)
        snprintf(line, size, "[%s]", s->section);
    else if (*s->text != '[')
        add_section(s->ini, s->section, s->name, s->line)->damaged = true;
}

static bool begins_anew(const struct source *s) {
    return !s->indented && *s->text && !is_comment(s->text);
}

/* An ini_reader: hands on one checked line, or another in its place. */
static char *next_line(char *line, int size, void *p) {
    struct source *s = p;
    const ssize_t got = getline(&s->text, &s->room, s->file);
    if (got < 0) return NULL;
    size_t n = (size_t)got;
    s->line++;
    if (is_too_much(s, n)) return NULL;
    cut_end(s->text, &n);
    if (s->line == 1 && n >= 3 && !memcmp(s->text, "\xef\xbb\xbf", 3))
        memmove(s->text, s->text + 3, n - 2), n -= 3;
    const char *wrong = check_line(s, n);
    if (wrong) complain(s, 1 + (int)(skip_blank(s->text) - s->text), NULL, wrong), s->refused++;
    if (*s->text == '[') note_section(s, s->text);
    if (*s->text == '[' || wrong) s->last = NULL;
    if (wrong || begins_anew(s)) s->skips = wrong != NULL;
    if (wrong)
        mend_line(s, line, (size_t)size - 1);
    else
        snprintf(line, (size_t)size - 1, "%s", s->text);
    strcat(line, "\n");
    return line;
}

/* ---- settings ---- */

static struct section *add_section(struct ini *ini, const char *name, const char *file, int line) {
    struct section *found = ini_section(ini, name);
    if (found) return found;
    ini->sections = checked(realloc(ini->sections, (ini->n + 1) * sizeof *ini->sections));
    ini->sections[ini->n] =
        (struct section){checked(strdup(name)), checked(strdup(file)), line, NULL, 0, false};
    return &ini->sections[ini->n++];
}

static void setting_clear(struct setting *s) {
    free(s->key);
    free(s->value);
    free(s->file);
    free(s->folder);
}

/* An including file wins over an included one: the setting of the least depth stays. */
static struct setting *put(struct source *s, const char *section, const char *key,
                           const char *value, int key_column, int column) {
    struct section *sec = add_section(s->ini, section, s->name, s->line);
    struct setting *old = ini_setting(sec, key);
    if (old && old->reading == s->reading) {
        char where[40] = "";
        if (old->line) snprintf(where, sizeof where, " (first at line %d)", old->line);
        problems_add(s->problems, PROBLEM_CONFIG, s->name, s->line, key_column, section,
                     "'%s' is set twice%s", key, where);
        return NULL;
    }
    if (old && old->depth <= s->depth) return NULL;
    if (!old) {
        sec->settings = checked(realloc(sec->settings, (sec->n + 1) * sizeof *sec->settings));
        old = &sec->settings[sec->n++];
    } else
        setting_clear(old);
    *old = (struct setting){.key = checked(strdup(key)),
                            .value = checked(strdup(value)),
                            .file = checked(strdup(s->name)),
                            .folder = checked(strdup(s->folder)),
                            .line = s->line,
                            .key_column = key_column,
                            .column = column,
                            .depth = s->depth,
                            .reading = s->reading};
    return old;
}

static void continue_value(struct source *s, const char *more) {
    char *joined = NULL;
    if (asprintf(&joined, "%s%s%s", s->last->value, *s->last->value ? " " : "", more) < 0)
        checked(NULL);
    free(s->last->value);
    s->last->value = joined;
}

static void note_include(struct source *s, const char *value) {
    s->includes = checked(realloc(s->includes, (s->n_includes + 1) * sizeof *s->includes));
    s->includes[s->n_includes].line = s->line;
    s->includes[s->n_includes++].path = checked(strdup(value));
}

static bool is_include(const char *section, const char *key) {
    return !strcmp(key, "include") && (!*section || !strcmp(section, "pipeline"));
}

/* libinih calls this once per value line, right after it asked for that line. */
static int on_value(void *p, const char *section, const char *key, const char *value) {
    struct source *s = p;
    if (s->indented) {
        if (s->last) continue_value(s, value);
        return 1;
    }
    const int key_column = 1 + (int)(skip_blank(s->text) - s->text);
    const char *equals = strchr(s->text, '=');
    const int column = 1 + (int)(skip_blank(equals ? equals + 1 : s->text) - s->text);
    s->last = NULL;
    if (s->lost) return 1;
    if (is_include(section, key)) return note_include(s, value), 1;
    if (!*section)
        complain(s, key_column, NULL, "this setting stands before the first [section]");
    else
        s->last = put(s, section, key, value, key_column, column);
    s->skips = !s->last; /* said above, or an including file wins */
    return 1;
}

/* Lines over 198 bytes never get here: every build of libinih takes what is left. */
static void parse(struct source *s) { ini_parse_stream(next_line, s, on_value, s); }

static void read_file(struct ini *ini, const char *path, int depth, const struct source *above,
                      struct problems *problems);

/* The path that an include stands for; NULL, said: it stands for none. */
static char *include_path(struct source *s, const char *value) {
    char wrong[256], *path = NULL, *name = substitute_environment(value, wrong, sizeof wrong);
    if (!name || !*name) {
        problems_add(s->problems, PROBLEM_CONFIG, s->name, s->line, 1, NULL, "include %s",
                     name ? "names no file (write include = other.ini)" : wrong);
        free(name);
        return NULL;
    }
    const bool is_here = *name == '/' || !strcmp(s->folder, ".");
    if (asprintf(&path, "%s%s%s", is_here ? "" : s->folder, is_here ? "" : "/", name) < 0)
        checked(NULL);
    free(name);
    return path;
}

static void read_includes(struct source *s) {
    for (size_t i = 0; i < s->n_includes; i++) {
        s->line = s->includes[i].line;
        char *path = include_path(s, s->includes[i].path);
        if (path) read_file(s->ini, path, s->depth + 1, s, s->problems);
        free(path);
        free(s->includes[i].path);
    }
    free(s->includes);
}

static void read_stream(struct source *s) {
    problems_file(s->problems, s->name);
    s->reading = ++s->ini->readings; /* 0: command line */
    parse(s);
    free(s->text);
    read_includes(s);
}

static bool includes_itself(const struct source *s) {
    for (const struct source *a = s->above; a; a = a->above)
        if (a->inode == s->inode && a->device == s->device) return true;
    return false;
}

/* NULL: can be read; else why not. Notes which file it is. */
static const char *check_file(struct source *s) {
    struct stat st;
    if (!s->file || fstat(fileno(s->file), &st)) return strerror(errno);
    if (S_ISDIR(st.st_mode)) return "is a folder";
    if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode)) return "is a device: this is no config";
    if (st.st_size > MAX_FILE) return "is larger than 1 MiB: this is no config";
    s->device = st.st_dev;
    s->inode = st.st_ino;
    return NULL;
}

/* What keeps a file from being read is said where it is included. */
static void refuse_file(const struct source *s, const char *what) {
    if (s->above)
        problems_add(s->problems, PROBLEM_CONFIG, s->above->name, s->above->line, 1, NULL,
                     "include %s: %s", s->name, what);
    else
        problems_add(s->problems, PROBLEM_CONFIG, s->name, 0, 0, NULL, "%s", what);
}

/* Two limits and a cycle. True, and said: the file is not to be opened or read. */
static bool includes_too_much(const struct source *s) {
    const bool is_deep = s->depth > MAX_DEPTH, is_cycle = s->inode && includes_itself(s);
    if (!is_deep && !is_cycle && s->ini->readings < MAX_FILES) return false;
    problems_add(s->problems, PROBLEM_CONFIG, s->above->name, s->above->line, 1, NULL,
                 is_deep    ? "includes are nested deeper than 8 (%s)"
                 : is_cycle ? "%s includes itself"
                            : "more than 100 files are included (%s)",
                 s->name);
    return true;
}

static void read_opened(struct source *s) {
    s->file = fopen(s->name, "re");
    const char *wrong = check_file(s), *slash = strrchr(s->name, '/');
    const size_t n = slash == s->name ? 1 : (size_t)(slash ? slash - s->name : 0);
    char *folder = checked(slash ? strndup(s->name, n) : strdup("."));
    s->folder = folder;
    if (wrong)
        refuse_file(s, wrong);
    else if (!s->above || !includes_too_much(s))
        read_stream(s);
    if (s->file) fclose(s->file);
    free(folder);
}

static void read_file(struct ini *ini, const char *path, int depth, const struct source *above,
                      struct problems *problems) {
    struct source s = {
        .ini = ini, .problems = problems, .name = path, .depth = depth, .above = above};
    if (!above || !includes_too_much(&s)) read_opened(&s);
}

static void substitute_all(struct ini *ini, struct problems *problems) {
    for (size_t i = 0; i < ini->n; i++)
        for (size_t k = 0; k < ini->sections[i].n; k++) {
            struct setting *s = &ini->sections[i].settings[k];
            char wrong[256], *value = substitute_environment(s->value, wrong, sizeof wrong);
            if (!value) {
                problems_add(problems, PROBLEM_CONFIG, s->file, s->line, s->column,
                             ini->sections[i].name, "%s = %s", s->key, wrong);
                continue;
            }
            free(s->value);
            s->value = value;
        }
}

void ini_read(struct ini *ini, const char *path, struct problems *problems) {
    problems_file(problems, path);
    read_file(ini, path, 0, NULL, problems);
    substitute_all(ini, problems);
}

void ini_read_stream(struct ini *ini, FILE *f, const char *name, const char *folder,
                     struct problems *problems) {
    struct source s = {.ini = ini, .problems = problems, .name = name, .folder = folder, .file = f};
    read_stream(&s);
    substitute_all(ini, problems);
}

void ini_override(struct ini *ini, const char *text, struct problems *problems) {
    const char *dot = strchr(text, '.'), *equals = strchr(text, '=');
    static const char file[] = "command line";
    if (!dot || !equals || dot > equals || dot == text || equals == dot + 1) {
        problems_add(problems, PROBLEM_CONFIG, file, 0, 0, NULL,
                     "'%s' is no setting (write stage.key=value)", text);
        return;
    }
    char *section = checked(strndup(text, (size_t)(dot - text))),
         *key = checked(strndup(dot + 1, (size_t)(equals - dot - 1)));
    struct source s = {.ini = ini, .problems = problems, .name = file, .folder = ".", .depth = -1};
    const struct setting *old = ini_setting(ini_section(ini, section), key);
    if (old && old->line) problems_withdraw(problems, old->file, old->line, old->column);
    put(&s, section, key, equals + 1, 0, 0);
    free(section);
    free(key);
}

struct section *ini_section(const struct ini *ini, const char *name) {
    for (size_t i = 0; i < ini->n; i++)
        if (!strcmp(ini->sections[i].name, name)) return &ini->sections[i];
    return NULL;
}

struct setting *ini_setting(const struct section *section, const char *key) {
    for (size_t i = 0; section && i < section->n; i++)
        if (!strcmp(section->settings[i].key, key)) return &section->settings[i];
    return NULL;
}

void ini_free(struct ini *ini) {
    for (size_t i = 0; i < ini->n; i++) {
        for (size_t k = 0; k < ini->sections[i].n; k++)
            setting_clear(&ini->sections[i].settings[k]);
        free(ini->sections[i].settings);
        free(ini->sections[i].name);
        free(ini->sections[i].file);
    }
    free(ini->sections);
    *ini = (struct ini){0};
}
