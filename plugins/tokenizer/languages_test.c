/* languages_test.c: sentences and tokens of languages other than English. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "test_layers.h"

/* clang-format off */
/* `out` has a bar behind each sentence but the last; the text is `out` without bars. */
static const struct { const char *language, *out; } sentences[] = {
    {"de", "Am 3. Oktober traf Dr. Hans Weber den Präsidenten.| Er blieb bis 18 Uhr."},
    {"de", "Die Firma Kern GmbH & Co. KG verlor 3,5 Mio. Euro.| Das sagte Prof. Lang."},
    {"de", "Viele Tiere, z. B. Hunde, sind erlaubt.| Katzen u.a. nicht."},
    {"de", "„Nein.“| Er ging.| »Warum?«, fragte sie."},
    {"de", "Der 1. FC Köln gewann im 21. Jahrhundert nie.| Der Trainer ging."},
    {"de", "Es war das Jahr 1990.| Deutschland wurde eins."},
    {"de", "Das gilt bzw. galt bis Nr. 5 vgl. Abs. 2.| Sonst nicht."},
    {"de", "Er kam am 5. und ging am 7.| Die Reise war kurz."},
    {"fr", "M. Dupont et Mme. Laval sont partis.| Ils reviendront le 5 janv. 2012."},
    {"fr", "« C’est fini », dit-il.| « Non. »| Il partit."},
    {"fr", "Le Pr. Martin, de l’O.N.U., a parlé.| Les autres, etc., ont écouté."},
    {"fr", "Voir p. 12, art. 5 et chap. 3.| Le texte est clair."},
    {"fr", "Est-ce vrai ?| Oui !| C’est vrai."},
    {"fr", "M. Le Goff est né vers 1950 av. J.-C. selon lui.| Il plaisante."},
    {"es", "El Sr. García y la Dra. Ruiz viven en EE. UU. desde 1999.| ¿Quién lo sabe?| ¡Nadie!"},
    {"es", "La reunión es a las 5 p.m. en la Avda. Mayor núm. 3.| Será breve."},
    {"es", "Compró Banco S.A. por 3 millones.| El precio, etc., es secreto."},
    {"es", "Véase pág. 4 y vol. 2.| Los demás no."},
    {"it", "Il Dott. Rossi e l’On. Bianchi parlano.| La Fiat S.p.A. tace."},
    {"it", "Vedi p. 5, art. 3 ecc. per i dettagli.| Gli altri no."},
    {"it", "«È finita», disse.| «No.»| E uscì."},
    {"it", "S. Francesco nacque nel sec. XII.| Il prof. Verdi lo nega."},
    {"pt", "O Sr. Silva e a Dra. Souza vivem na Av. Central.| Ele tem 50 anos."},
    {"pt", "A empresa Sol Ltda. cresceu, cf. p. 3.| Os outros não."},
    {"pt", "Quem sabe?| Ninguém!| A reunião é em jan. de 2012."},
    {"nl", "Dhr. Jansen en mevr. De Vries kwamen om 5 uur.| Zij bleven tot 8."},
    {"nl", "Het bedrijf Zon B.V. groeide, o.a. in Gent.| De rest niet."},
    {"nl", "Dieren, bijv. Honden, mogen niet mee.| Katten enz. ook niet."},
    {"nl", "'s Avonds is het stil.| 't Is koud."},
    {"ru", "Г-н Иванов и А. С. Пушкин встретились в 1825 г. в Москве.| Они молчали."},
    {"ru", "Это было в 2010 г.| Он уехал."},
    {"ru", "Цена — 5 млн. руб. за кв. метр, т. е. много.| Но это не всё."},
    {"ru", "«Нет», — сказал он.| «Почему?» — спросила она."},
    {"sv", "Hr. Berg åt bl.a. fisk, ost m.m. i går.| Det var gott."},
    {"sv", "”Nej.”| Han gick.| Se s. 5 t.ex. i dag."},
    {"da", "Den 3. Oktober kom dr. Holm.| Han blev til kl. 5."},
    {"da", "Der var ca. 5 mio. Danskere, jf. s. 3.| Det var nok."},
    {"no", "Den 17. Mai er fri.| Han kom f.eks. kl. 5."},
    {"nb", "Dr. Lie bor i Oslo.| Hun er lege."},
    {"pl", "Prof. Nowak mieszka przy ul. Długiej.| On ma 50 lat."},
    {"pl", "W 3. Batalionie było np. 5 tys. Polaków.| To dużo."},
    {"cs", "Dne 3. Května přišel Ing. Novák.| On odešel."},
    {"cs", "Cena je např. 5 tis. Kč za kus.| To je moc."},
    {"el", "Ένα τέλος.| Δύο αρχές."},
    {"ar", "انتهى الأمر.| هل هذا صحيح؟| نعم."},
    {"hi", "वह आया।| वह गया।"},
    {"zh", "他来了。|她走了！|为什么？|没有人知道。"},
    {"zh", "他说：“我不去。”|她走了。"},
    {"ja", "彼は来た。|彼女は行った。|「いいえ。」と言った。"},
    {"th", "สวัสดีครับ ผมชื่อสมชาย"},
    {"tr", "Ali geldi.| Ayşe gitti."},
};

static const struct { const char *language, *in, *out; } tokens[] = {
    {"fr", "L’homme d'hier, aujourd'hui qu’il part", "L’|homme|d'|hier|,|aujourd'hui|qu’|il|part"},
    {"it", "L'uomo dell'arte e un po' di c'è", "L'|uomo|dell'|arte|e|un|po|'|di|c'|è"},
    {"en", "l'homme O'Neill", "l'homme|O'Neill"},
    {"nl", "'s avonds zo'n", "'s|avonds|zo'n"},
    {"de", "Der 3. Oktober, z. B. hier", "Der|3|.|Oktober|,|z.|B.|hier"},
    {"es", "¿Quién? ¡EE. UU.!", "¿|Quién|?|¡|EE.|UU.|!"},
    {"zh", "中文，字。", "中|文|，|字|。"},
    {"ja", "カタカナとひら", "カタカナ|と|ひ|ら"},
    {"th", "ไทยเก่า", "ไท|ย|เก่|า"},
};
/* clang-format on */

static void read_label(const char *marked, char *text) {
    for (; *marked; marked++)
        if (*marked != '|') *text++ = *marked;
    *text = 0;
}

static void check(const char *language, const char *layer, const char *in, const char *want) {
    char got[1024] = "";
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n");
    pl_test_field(t, "language", language);
    pl_test_add(t, "x", in);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    layer_text(t, layer, got, sizeof got);
    cr_expect_str_eq(got, want, "%s: '%s'\n  not '%s'", language, got, want);
    pl_test_close(t);
}

Test(languages, sentences) {
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        char text[512], want[512], *p = want;
        read_label(sentences[i].out, text);
        for (const char *q = sentences[i].out; *q; q++) {
            *p++ = *q;
            if (*q == '|' && q[1] == ' ') q++;
        }
        *p = 0;
        check(sentences[i].language, "sents", text, want);
    }
}

Test(languages, tokens) {
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        check(tokens[i].language, "tokens", tokens[i].in, tokens[i].out);
}
