/* Tests of the mojibake repair: sentences of many languages go through every codec, once and twice, alone and beside a sound
 * sentence, and must come back; sound text of every kind must stay. The codecs here are iconv's, not the plugin's table. */
#include <criterion/criterion.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

#define CONFIG                                                                                     \
    "[pipeline]\nstages = cleaner\n[cleaner]\nlayout = keep\nboilerplate = no\nnfc = "             \
    "no\nentities = "                                                                              \
    "no\n"

/* clang-format off */
static const struct {
    const char *language, *one, *other;
} sentences[] = {
    {"fr", "Le maire a déclaré que l’école serait reconstruite avant l’été, malgré les coûts élevés.", "À Noël, où étais-tu ? La forêt brûlait près de la rivière, et personne n’a rien vu."},
    {"de", "Die Bürger wählten am Sonntag einen neuen Bürgermeister für die Stadt Köln.", "Über die Straße läuft ein großer Hund, während die Züge verspätet fahren."},
    {"es", "El niño comió una piña mañana por la mañana, según dijo su tía en Málaga.", "¿Qué pasó en la reunión del año pasado? Nadie lo sabrá jamás."},
    {"pt", "A população não está satisfeita com as decisões do governo sobre a educação.", "São Paulo é a maior cidade do país; às três horas começou a chover."},
    {"it", "La città è più bella di sera, perché l’aria è fresca e la gente è già a casa.", "Però il caffè costa un po’ di più, e ciò non è giusto."},
    {"nl", "De coördinatie van de ideeën was niet geslaagd, volgens de financiële afdeling.", "Het café naast de zoölogische tuin is geopend vanaf één uur."},
    {"sv", "Räksmörgåsen åts upp på ön medan båten låg för ankar i hamnen.", "Det är svårt att förstå varför åren går så fort."},
    {"da", "Rødgrød med fløde er en dansk ret, som mange børn elsker på en sommerdag.", "Ærøs færge sejler ikke i dag på grund af stærk blæst."},
    {"no", "Været på Sørlandet blir bedre, og båtene kan gå ut igjen på lørdag.", "Kjøttkaker med brun saus er bestemors beste middag, sa gutten på åtte år."},
    {"fi", "Yöllä äiti heräsi ja näki, että järvi oli jäässä.", "Tämä päivä on hyvä päivä ostaa uusi pöytä keittiöön."},
    {"pl", "Zażółć gęślą jaźń, powiedział nauczyciel, a dzieci śmiały się głośno.", "Prezydent Łodzi ogłosił, że most będzie zamknięty aż do września."},
    {"cs", "Příliš žluťoučký kůň úpěl ďábelské ódy v pražském divadle.", "Vláda včera schválila návrh zákona, který zvýší daně."},
    {"sk", "Včera večer sa v Košiciach zišli študenti a žiadali nižšie poplatky.", "Ľudia čakali na autobus, ktorý neprišiel načas."},
    {"hu", "Az árvíztűrő tükörfúrógép működött egész éjjel a műhelyben.", "A miniszterelnök szerint jövőre több pénz jut az iskolákra."},
    {"ro", "Școala a fost închisă în timpul iernii, iar copiii au învățat acasă.", "Ministrul a spus că banii vor ajunge la țărani până în toamnă."},
    {"tr", "İstanbul'da yağmur yağıyor ve şehirde trafik çok yoğun.", "Çocuklar bahçede oynarken büyükanneleri onları izliyordu."},
    {"vi", "Hà Nội là thủ đô của Việt Nam và có nhiều hồ đẹp.", "Chính phủ sẽ hỗ trợ người dân bị ảnh hưởng bởi bão lũ."},
    {"lv", "Rīgas dome nolēma būvēt jaunu tiltu pār Daugavu nākamgad.", "Šodien ļoti daudz cilvēku brauca uz jūru."},
    {"lt", "Lietuvos žmonės džiaugiasi, kad šiemet žiema buvo šilta.", "Ministrė pranešė, jog mokyklų skaičius mažėja kasmet."},
    {"et", "Õunapuu õitseb mais ja täna on väga ilus päev.", "Tallinna sadamas ootasid üle saja reisija äikese lõppu."},
    {"hr", "Šećer i čaj poskupjeli su zbog suše, kaže ministar gospodarstva.", "Đaci su čekali vlak koji kasni već četiri sata."},
    {"sl", "Župan je povedal, da bodo šolo obnovili že prihodnje leto.", "Čebele letijo čez cvetoče travnike ob reki."},
    {"ca", "L’any passat la pluja va ser molt escassa a les comarques de Lleida.", "Això és una col·lecció d’històries que ningú no coneix."},
    {"is", "Þetta er falleg saga um mann sem bjó á Íslandi fyrir löngu.", "Ríkisstjórnin samþykkti ný lög um fiskveiðar í gær."},
    {"ru", "Президент заявил, что новый закон вступит в силу с января.", "Ещё вчера шёл дождь, а сегодня светит солнце – и все рады."},
    {"uk", "Уряд України ухвалив рішення про підвищення пенсій з липня.", "Її мрії здійснилися: діти поїхали до моря, і всі були щасливі."},
    {"bg", "Министърът обяви, че пътят ще бъде затворен до края на месеца.", "Децата играеха в парка, докато родителите им пиеха кафе."},
    {"sr", "Влада је усвојила предлог закона о образовању и науци.", "Људи су чекали аутобус који касни већ два сата."},
    {"be", "Учора ў Мінску адбылася сустрэча кіраўнікоў дзвюх краін.", "Дзеці гулялі каля ракі, пакуль не пачаўся дождж."},
    {"el", "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.", "Οι μαθητές περίμεναν το λεωφορείο που άργησε δύο ώρες."},
    {"he", "ראש הממשלה הודיע כי החוק החדש ייכנס לתוקף בינואר.", "הילדים שיחקו בגן עד שירד הגשם."},
    {"ar", "أعلن رئيس الوزراء أن القانون الجديد سيدخل حيز التنفيذ في يناير.", "لعب الأطفال في الحديقة حتى نزل المطر."},
    {"fa", "رئیس جمهور گفت که قانون جدید از ماه آینده اجرا می‌شود.", "بچه‌ها در پارک بازی می‌کردند."},
    {"hi", "प्रधानमंत्री ने कहा कि नया कानून जनवरी से लागू होगा।", "बच्चे बारिश होने तक बगीचे में खेलते रहे।"},
    {"th", "นายกรัฐมนตรีกล่าวว่ากฎหมายใหม่จะมีผลบังคับใช้ในเดือนมกราคม", "เด็กๆ เล่นในสวนจนฝนตก"},
    {"zh", "总理宣布新法律将于一月生效。", "孩子们在公园里玩耍，直到下雨。"},
    {"ja", "首相は新しい法律が一月に施行されると発表した。", "子供たちは雨が降るまで公園で遊んだ。"},
    {"ko", "총리는 새 법이 1월에 시행될 것이라고 발표했다.", "아이들은 비가 올 때까지 공원에서 놀았다."},
    {"en", "The company’s profit rose 5 % to £3.2bn – “a good year”, it said…", "It’s the mayor’s idea: “nobody wants to pay €20 for that”."},
};
/* clang-format on */

enum { SENTENCES = sizeof sentences / sizeof *sentences, LONG = 4096 };

static const char *const codecs[] = {"CP1252", "CP1250",     "CP1251",    "CP1253", "CP1254",
                                     "CP1257", "ISO-8859-2", "MACINTOSH", "IBM437", "IBM850",
                                     "CP866",  "KOI8-R",     "ISO-8859-1"};
enum { CODECS = sizeof codecs / sizeof *codecs };

/* What a program sees that takes UTF-8 for `codec`; bytes that the codec leaves out are C1 controls. */
static void mix_up(const char *codec, const char *in, char *out) {
    iconv_t cd = iconv_open("UTF-8", codec);
    cr_assert_neq(cd, (iconv_t)-1, "%s", codec);
    size_t room = LONG - 1, left = strlen(in);
    char *p = (char *)(uintptr_t)in;
    while (left) {
        if (iconv(cd, &p, &left, &out, &room) != (size_t)-1) break;
        *out++ = (char)0xc2;
        *out++ = *p++;
        left--;
        room -= 2;
    }
    *out = 0;
    iconv_close(cd);
}

struct cases {
    pl_test *t;
    char (*want)[LONG];
    uint32_t n, room;
};

static void add(struct cases *c, const char *text, const char *want) {
    if (c->n == c->room) {
        c->room = c->room * 2 + 1024;
        c->want = realloc(c->want, c->room * sizeof *c->want);
        cr_assert(c->want);
    }
    strcpy(c->want[c->n++], want);
    pl_test_add(c->t, "x", text);
}

/* Runs all cases; returns how many come out as wanted, and shows a few of the others. */
static uint32_t run(struct cases *c, uint32_t show) {
    uint32_t good = 0;
    cr_assert_eq(pl_test_run(c->t), PL_OK, "%s", pl_test_error(c->t));
    for (uint32_t i = 0; i < c->n; i++) {
        const pl_str s = pl_test_host(c->t)->text(pl_test_document(c->t, i));
        const int same = s.n == strlen(c->want[i]) && !memcmp(s.p, c->want[i], s.n);
        good += (uint32_t)same;
        if (!same && show && show--)
            cr_log_warn("wanted '%s', got '%.*s'", c->want[i], (int)s.n, s.p);
    }
    pl_test_close(c->t);
    free(c->want);
    return good;
}

enum way { ONCE, TWICE, BEHIND_SOUND, BEFORE_SOUND };

/* One mixed-up sentence, and what it should become. */
static void add_way(struct cases *c, enum way way, const char *codec, const char *sentence,
                    const char *sound) {
    char mixed[LONG], again[LONG], text[2 * LONG], want[2 * LONG];
    const char *const order = way == BEHIND_SOUND ? "%2$s %1$s" : "%1$s %2$s";
    mix_up(codec, sentence, mixed);
    if (way == ONCE) {
        add(c, mixed, sentence);
    } else if (way == TWICE) {
        mix_up(codec, mixed, again);
        add(c, again, sentence);
    } else {
        snprintf(text, sizeof text, order, mixed, sound);
        snprintf(want, sizeof want, order, sentence, sound);
        add(c, text, want);
    }
}

static void expect_repaired(enum way way, unsigned per_cent) {
    struct cases c = {.t = pl_test_open(CONFIG)};
    for (int i = 0; i < SENTENCES; i++)
        for (int k = 0; k < CODECS; k++) {
            add_way(&c, way, codecs[k], sentences[i].one, sentences[i].other);
            add_way(&c, way, codecs[k], sentences[i].other, sentences[i].one);
        }
    const uint32_t n = c.n, good = run(&c, 0);
    cr_log_info("%u of %u come back", good, n);
    cr_expect(100 * good >= per_cent * n, "%u of %u", good, n);
}

Test(mojibake, once) { expect_repaired(ONCE, 98); }
Test(mojibake, twice) { expect_repaired(TWICE, 98); }
Test(mojibake, behind_a_sound_sentence) { expect_repaired(BEHIND_SOUND, 98); }
Test(mojibake, before_a_sound_sentence) { expect_repaired(BEFORE_SOUND, 98); }

/* The words of a sentence with something around each. */
static void dress(const char *s, const char *before, const char *behind, char *out) {
    for (const char *p = s; *p; p += *p != 0) {
        const size_t n = strcspn(p, " ");
        out += sprintf(out, "%s%.*s%s%s", before, (int)n, p, behind, p[n] ? " " : "");
        p += n;
    }
}

Test(mojibake, sound_text_stays) {
    static const char *const dresses[][2] = {
        {"", ""},   {"“", "”"}, {"«", "»"}, {"„", "“"}, {"‘", "’"}, {"", "…"},
        {"", "™"},  {"", "®"},  {"", "©"},  {"", "’s"}, {"–", "–"}, {"—", "…”"},
        {"", "»,"}, {"", "”,"}, {"¡", "!"}, {"¿", "?"}, {"", "°"},  {"", "²"}};
    struct cases c = {.t = pl_test_open(CONFIG)};
    char text[2 * LONG];
    for (int i = 0; i < SENTENCES; i++)
        for (size_t k = 0; k < sizeof dresses / sizeof *dresses; k++)
            for (int other = 0; other < 2; other++) {
                dress(other ? sentences[i].other : sentences[i].one, dresses[k][0], dresses[k][1],
                      text);
                add(&c, text, text);
            }
    const uint32_t n = c.n;
    cr_expect_eq(run(&c, 10), n);
}

static const struct {
    const char *in, *out;
} single[] = {
    {"Ein schÃ¶ner Tag", "Ein schöner Tag"},
    {"It costs Â£5, or 3Â½ times as much", "It costs £5, or 3½ times as much"},
    {"donâ€™t", "don’t"},
    {"donвЂ™t", "don’t"},
    {"don‚Äôt", "don’t"},
    {"Ã‰tudes, MÃœNCHEN, FRANÃ‡OIS", "Études, MÜNCHEN, FRANÇOIS"},
    {"lost: â€œyesâ€\xef\xbf\xbd", "lost: “yes\xef\xbf\xbd"},
    {"dÃ©jÃ vu et dÃ©jÃ  lu", "déjà vu et déjà lu"},
    {"\xc2\x93yes\xc2\x94 \xc2\x96 no\xc2\x85", "“yes” – no…"},
    /* sound */
    {"CAFÉ “ÉTÉ” À LA CARTE… NÃO, IRMÃ…", "CAFÉ “ÉTÉ” À LA CARTE… NÃO, IRMÃ…"},
    {"БЕРЁЗА, ТРЁХ, ЩЕНОК, ВСЁ…", "БЕРЁЗА, ТРЁХ, ЩЕНОК, ВСЁ…"},
    {"┌──┬──┐ │ä │é │ └──┴──┘", "┌──┬──┐ │ä │é │ └──┴──┘"},
    {"20 °C, 5 µm, 3×4, √2, ±1, €5", "20 °C, 5 µm, 3×4, √2, ±1, €5"},
};

Test(mojibake, single_cases) {
    struct cases c = {.t = pl_test_open(CONFIG)};
    const uint32_t n = sizeof single / sizeof *single;
    for (uint32_t i = 0; i < n; i++) add(&c, single[i].in, single[i].out);
    cr_expect_eq(run(&c, n), n);
}

Test(mojibake, is_stable) {
    struct cases c = {.t = pl_test_open(CONFIG)};
    const uint32_t n = sizeof single / sizeof *single;
    for (uint32_t i = 0; i < n; i++) add(&c, single[i].out, single[i].out);
    cr_expect_eq(run(&c, n), n);
}

Test(mojibake, forms_are_options) {
    struct cases c = {
        .t = pl_test_open(
            CONFIG "quotes = straight\ndashes = hyphen\nligatures = expand\nwidth = fold\n")};
    add(&c, "“Oﬃce” – ‘Ａｂ１’ ｶﾞ", "\"Office\" - 'Ab1' ガ");
    cr_expect_eq(run(&c, 1), 1);
}
