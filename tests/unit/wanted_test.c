/* wanted_test.c: the places of dead letters. */
#include "engine/wanted.h"
#include <errno.h>
#include "temporary.h"

static const char letters[] =
    "{\"source\":\"b\",\"offset\":10,\"length\":3,\"stage\":\"x\",\"reason\":\"failed\"}\n"
    "half a line\n"
    "{\"source\":\"b\",\"offset\":99999999999,\"length\":0,\"stage\":\"x\",\"reason\":\"failed\"}\n"
    "{\"source\":\"bc\",\"offset\":5,\"length\":0,\"stage\":\"read\",\"reason\":\"refused\"}\n"
    "{\"source\":\"bc\",\"offset\":2,\"length\":1,\"stage\":\"read\",\"reason\":\"refused\"}\n"
    "{\"id\":\"\",\"source\":\"\\u00e9\\n\",\"offset\":0,\"stage\":\"x\",\"reason\":\"crash\","
    "\"raw\":\"\"}\n"
    "{\"source\":\"a\",\"offset\":1";

Test(wanted, places_are_found_again, .init = make_folder, .fini = remove_folder) {
    static const struct {
        const char *source;
        uint64_t offset;
        bool is_wanted;
    } table[] = {{"b", 10, true},          {"b", 9, false},          {"b", 11, false},
                 {"b", 99999999999, true}, {"b", UINT64_MAX, false}, {"a", 1, false},
                 {"", 0, false},           {"c", 0, false},          {"bc", 2, true},
                 {"bc", 3, false},         {"bc", 5, true},          {"bc", 6, true},
                 {"bc", 1000, true},       {"bcd", 6, false},        {"\xc3\xa9\n", 0, true},
                 {"\xc3\xa9", 0, false}};
    write_file("letters", letters, strlen(letters));
    struct wanted *w = wanted_read(path_of("letters"));
    cr_assert_not_null(w);
    cr_expect_eq(wanted_count(w), 5);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        cr_expect_eq(wanted_place(w, str_of(table[i].source), table[i].offset), table[i].is_wanted,
                     "%s at %llu", table[i].source, (unsigned long long)table[i].offset);
    cr_expect(wanted_source(w, str_of("b")) && wanted_source(w, str_of("bc")));
    cr_expect(!wanted_source(w, str_of("a")) && !wanted_source(w, str_of("bcd")));
    wanted_free(w);
}

Test(wanted, no_file_is_an_error, .init = make_folder, .fini = remove_folder) {
    cr_expect(!wanted_read(path_of("nothing")) && errno == ENOENT);
}
