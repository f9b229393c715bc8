/* Decoding: order marks, stray bytes, other encodings by name and by content. */
#include <criterion/criterion.h>
#include <iconv.h>
#include <string.h>
#include "document/decode.h"
#include "document/utf8.h"

static const struct { const char *name, *bytes; size_t n; const char *text, *encoding; uint32_t stray; } rows[] = {
    {"utf-8", "caf\xc3\xa9", 5, "caf\xc3\xa9", "utf-8", 0},
    {"byte order mark", "\xef\xbb\xbfon", 5, "on", "utf-8", 0},
    {"utf-16 with a mark", "\xff\xfeh\0i\0", 6, "hi", "utf-16le", 0},
    {"utf-16be with a mark", "\xfe\xff\0h\0i", 6, "hi", "utf-16be", 0},
    {"utf-16 by its zeros", "h\0e\0l\0l\0o\0 \0w\0o\0r\0l\0d\0", 22, "hello world", "utf-16le", 0},
    {"windows-1252 quotes", "It\x92s \x93good\x94 caf\xe9", 16, "It\xe2\x80\x99s \xe2\x80\x9cgood\xe2\x80\x9d caf\xc3\xa9", "windows-1252", 0},
    {"a hole of windows-1252", "na\xefve \x81 \xe9t\xe9", 11, "na\xc3\xafve \xc2\x81 \xc3\xa9t\xc3\xa9", "windows-1252", 0},
    {"empty", "", 0, "", "utf-8", 0},
};

static bool equals(pl_str s, const char *text) { return s.n == strlen(text) && !memcmp(s.p, text, s.n); }

Test(decode, short_inputs) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        struct decoded d;
        cr_assert_eq(decode_text((pl_str){rows[i].bytes, rows[i].n}, "auto", &arena, &d), 0);
        cr_expect(equals(d.text, rows[i].text), "%s: '%.*s'", rows[i].name, (int)d.text.n, d.text.p);
        cr_expect_str_eq(d.encoding, rows[i].encoding, "%s: %s", rows[i].name, d.encoding);
        cr_expect_eq(d.stray, rows[i].stray, "%s", rows[i].name);
        arena_free(&arena);
    }
}

Test(decode, mostly_utf8_keeps_its_characters_and_counts_the_stray_bytes) {
    char text[400] = "";
    for (int i = 0; i < 40; i++) strcat(text, "\xc3\xa9 ");
    strcat(text, "it\x92s");
    struct arena arena = {0};
    struct decoded d;
    decode_text((pl_str){text, strlen(text)}, "auto", &arena, &d);
    cr_expect_str_eq(d.encoding, "utf-8");
    cr_expect_eq(d.stray, 1u);
    cr_expect(d.text.n > 5 && !memcmp(d.text.p + d.text.n - 6, "it\xe2\x80\x99s", 6));
    arena_free(&arena);
}

/* Own sentences, pushed into the encoding and recognised again. */
static const struct { const char *encoding, *text; } languages[] = {
    {"windows-1252", "Die Fähre fährt wieder täglich über den See, sagte die Behörde. Für Gäste gibt es größere Tische; das Frühstück kostet neun Euro."},
    {"windows-1252", "Le marché a été rouvert à midi, après une grève de trois journées. Les élèves ont chanté, même s'il pleuvait à verse."},
    {"windows-1252", "La estación cerró mañana y tarde; el señor Muñoz pidió más autobuses. ¿Quién pagará la reparación del túnel?"},
    {"windows-1251", "Паром снова ходит через озеро каждый день, сообщила администрация. Билеты стоят двести рублей, дети едут бесплатно."},
    {"koi8-r", "Паром снова ходит через озеро каждый день, сообщила администрация. Билеты стоят двести рублей, дети едут бесплатно."},
    {"windows-1250", "Prom znów pływa przez jezioro każdego dnia, powiedział urząd. Bilety kosztują dziesięć złotych, a dzieci jeżdżą za darmo. Źródło wyschło."},
    {"windows-1254", "Feribot yarın sabah yeniden çalışmaya başlıyor, dedi yönetim. Işıklar söndü; çocuklar için giriş ücretsiz, öğrenciler beş lira ödüyor."},
    {"shift_jis", "フェリーは明日から再び湖を渡ります。切符は五百円で、子どもは無料です。市長は橋の修理を急ぐと話しました。"},
    {"euc-jp", "フェリーは明日から再び湖を渡ります。切符は五百円で、子どもは無料です。市長は橋の修理を急ぐと話しました。"},
    {"gb18030", "渡轮明天起重新开航，市政府说。票价是十元，孩子可以不买票。人们都说这是一个好消息，因为去年他们等了很久。"},
    {"big5", "渡輪明天起重新開航，市政府說。票價是十元，孩子可以不買票。人們都說這是一個好消息，因為去年他們等了很久。"},
    {"euc-kr", "내일부터 여객선이 다시 호수를 건넌다고 시청이 밝혔다. 표는 오천 원이고 어린이는 무료이다. 시장은 다리 수리를 서두르겠다고 말했다."},
};

Test(decode, finds_the_encoding_of_a_paragraph) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        char bytes[2000], *to = bytes, *from = (char *)(uintptr_t)languages[i].text;
        size_t left = strlen(from), room = sizeof bytes;
        iconv_t cd = iconv_open(languages[i].encoding, "UTF-8");
        cr_assert_neq((intptr_t)cd, -1, "%s", languages[i].encoding);
        cr_assert_eq(iconv(cd, &from, &left, &to, &room), 0u, "%s", languages[i].encoding);
        iconv_close(cd);
        struct arena arena = {0};
        struct decoded d;
        decode_text((pl_str){bytes, (size_t)(to - bytes)}, "auto", &arena, &d);
        cr_expect(equals(d.text, languages[i].text), "%s, row %zu: taken for %s", languages[i].encoding, i, d.encoding);
        arena_free(&arena);
    }
}

Test(decode, a_declared_encoding_is_obeyed) {
    struct arena arena = {0};
    struct decoded d;
    cr_expect_eq(decode_text((pl_str){"\xe9", 1}, "iso-8859-1", &arena, &d), 0);
    cr_expect(equals(d.text, "\xc3\xa9"));
    cr_expect_eq(decode_text((pl_str){"a\xff" "b", 3}, "utf-8", &arena, &d), 0);
    cr_expect(equals(d.text, "a\xef\xbf\xbd" "b"));
    cr_expect_eq(d.stray, 1u);
    cr_expect_eq(decode_text((pl_str){"a", 1}, "no-such-encoding", &arena, &d), -1);
    arena_free(&arena);
}
