/* phrases.c: the phrases of a set in groups by the byte that they begin with, so that few are looked at. */
#include "phrases.h"
#include <stdlib.h>
#include <string.h>
#include "words.h"

enum { MOST = 255 };

/* Separated by semicolons. Small letters. */
static const char *const lists[PHRASES] = {
    [PHRASES_PARTICLE] = "de;da;di;van;von;der;den;del;la;le;bin;al;ibn;el;dos;du;zu;ter;ten;y;e",
    [PHRASES_NO_NAME] =
        "the;and;of;for;in;to;a;an;on;with;news;more;read;how;why;what;who;our;your;all;new;"
        "top;best;us;about;photo;image;video;follow;share;subscribe;comments;related;click;"
        "staff;team;desk;editorial;monday;tuesday;wednesday;thursday;friday;saturday;sunday;"
        "today;press;associated;agence;presse;reuters;afp;times;chronicle;tribune;gazette;"
        "herald;daily;weekly;magazine;journal;online;digital;media;reporter;reporters;editor;"
        "editors;writer;writers;correspondent;correspondents;agency;agencies;bureau;service;"
        "services;network;channel;radio;sports;business;science;society;foundation;council;"
        "association;institute;university;department;ministry;group;company;inc;ltd;llc;center;"
        "centre;club;league;united;city;published;updated;posted;redaktion;rédaction;redacción;"
        "редакция;post;submitted;added;skip;navigation;menu;home;search;close;next;previous;"
        "january;february;july;september;october;november;december;leader;sentinel;courier;"
        "inquirer;examiner;observer;dispatch;bulletin;argus;globe;"
        "telegraph;guardian;advertiser;nation;pacific;vacancies;guides;assistant;associate;curator;"
        "professor;director;manager;partner;president;chairman;secretary;officer;engineer;fellow;"
        "scientist;analyst;founder;lecturer;consultant",
    [PHRASES_BEHIND_NAMES] =
        " | ; - ; for ; in ; at ; on ; – ; — ; · ; • ; (; / ; published; updated; posted; @;"
        " publi; with ; of ; from ;: ; [; dnia ; às ; à ; tarafından",
    [PHRASES_BEFORE_DAY] = " am ; le ; el ; em ; il ; op ",
    [PHRASES_BY] =
        "by ;by: ;write to ;written by ;written by: ;story by ;story by: ;analysis by ;"
        "analysis by: ;opinion by ;opinion by: ;reported by ;reported by: ;text by ;text by: ;"
        "words by ;words by: ;article by ;article by: ;report by ;report by: ;posted by ;"
        "posted by: ;published by ;published by: ;reporting by ;reporting by: ;review by ;"
        "review by: ;interview by ;interview by: ;commentary by ;commentary by: ;"
        "guest post by ;guest post by: ;essay by ;essay by: ;column by ;column by: ;"
        "authored by ;authored by: ;created by ;created by: ;submitted by ;submitted by: ;"
        "contributed by ;contributed by: ;author: ;authors: ;author : ;author | ;words: ;"
        "text: ;story: ;writer: ;reporter: ;von ;von: ;text von ;ein kommentar von ;"
        "ein gastbeitrag von ;eine analyse von ;ein essay von ;kommentar von ;geschrieben von ;"
        "ein bericht von ;eine reportage von ;ein interview von ;eine kolumne von ;bericht von ;"
        "verfasst von ;publiziert von ;erstellt von ;autor: ;autorin: ;autoren: ;par ;par : ;"
        "écrit par ;Écrit par ;rédigé par ;publié par ;propos recueillis par ;article de ;un "
        "reportage de ;"
        "une enquête de ;"
        "texte de ;texte : ;auteur : ;auteur: ;auteure : ;por ;por: ;escrito por ;"
        "escrito por: ;publicado por ;publicado por: ;redactado por ;texto de ;texto: ;"
        "texto por ;autora: ;words and photos "
        "by ;words and pictures by ;story and photos by ;text und fotos: ;texto y fotos: ;"
        "texte et photos : ;ein beitrag von ;Подготовил ;Подготовила ;Беседовал ;Беседовала ;"
        "Автор: ;Автор текста: ;Авторы: ;Текст: ;Автор — ;Автор - ;АВТОР: "
        ";reportagem de ;entrevista de ;análise de ;opinião de ;crónica de ;crônica de "
        ";artigo de ;postado por ;autores: ;por : ;texto e fotos de ;di ;di: ;a cura di "
        ";scritto da ;pubblicato da ;inserito da ;postato da ;articolo di ;testo di "
        ";testi di ;testo e foto di ;intervista di ;servizio di ;commento di "
        ";recensione di ;autore: ;autrice: ;dal nostro inviato ;dalla nostra inviata "
        ";dal nostro corrispondente ;dalla nostra corrispondente ;door ;door: ;tekst: "
        ";tekst en beeld: ;tekst en foto's: ;auteurs: ;redacteur: ;geschreven door "
        ";geplaatst door ;gepubliceerd door ;opgetekend door ;interview door "
        ";recensie door ;column van ;autorka: ;autorzy: ;autor artykułu: ;autor tekstu: "
        ";tekst i zdjęcia: ;napisał ;napisała ;opublikowane przez ;opublikował "
        ";opublikowała ;dodane przez ;dodał ;dodała ;opracował ;opracowała ;opracowanie: "
        ";oprac. ;rozmawiał ;rozmawiała ;notował ;notowała ;przygotował ;przygotowała "
        ";haber: ;haber : ;muhabir: ;yazan: ;yazar: ;yazı: ;hazırlayan: "
        ";haberi hazırlayan: ;derleyen: ;kaleme alan: ;Авторка: "
        ";Автор статті: ;Автор матеріалу: ;Журналіст: ;Журналістка: ;Записав ;Записала "
        ";Розмовляв ;Розмовляла ;Спілкувалася ;Підготував: ;Підготувала: ;Текст і фото: "
        ";Автор статьи: ;Автор материала: ;Записал ;Текст и фото: "
        ";Опубликовал ;Опубликовала ;Материал подготовила ;Материал подготовил "
        ";photos and text by ;text and photos by ;a reflection by "
        ";von unserer redakteurin ;von unserem redakteur ;von unserem korrespondenten "
        ";von unserer korrespondentin ;von unserem mitarbeiter "
        ";von unserer mitarbeiterin ;das gespräch führte ;das interview führte "
        ";die fragen stellte ;autor / redakteur: ;aufgezeichnet von "
        ";de notre correspondant;de notre correspondante;de notre envoyé spécial"
        ";de notre envoyée spéciale;posté par ;mis en ligne par ;entretien réalisé par "
        ";publicada por ;autor : ;texto y fotografías: ",
    [PHRASES_NEWS_AGENCY] =
        "reuters;afp;agence france-presse;agence france presse;dpa;efe;agencia efe;ap;"
        "associated press;the associated press;upi;ians;pti;ani;press trust of india;apa;xinhua;"
        "kyodo;kyodo news;yonhap;tass;тасс;ТАСС;риа новости;РИА Новости;интерфакс;Интерфакс;"
        "europa press;ansa;sid;epd;kna;ats;belga;ritzau;pa media;press association;"
        "bloomberg news;anadolu agency;canadian press;the canadian press;australian associated "
        "press"
        ";lusa;agência lusa;agência brasil;folhapress;estadão conteúdo;agi;adnkronos"
        ";askanews;lapresse;anp;pap;iar;anadolu ajansı;dha;aa;Укрінформ;укрінформ;УНІАН"
        ";Інтерфакс-Україна;РБК-Україна;afp/efe",
    [PHRASES_SPLIT] = "|;);·;•",
    [PHRASES_LICENCE] = "cc by;cc-by;cc0;creative commons;public domain",
    [PHRASES_WORK] =
        "staff;senior;chief;reporter;writer;editor;correspondent;columnist;contributor;"
        "contributing;special;associated;reuters;afp;ap;guest;freelance;monday;tuesday;wednesday;"
        "thursday;friday;saturday;sunday;january;february;march;april;may;june;july;august;"
        "september;october;november;december;jan;feb;mar;apr;jun;jul;aug;sep;sept;oct;nov;dec;"
        "jan.;feb.;mar.;apr.;jun.;jul.;aug.;sep.;sept.;oct.;nov.;dec.;published;updated;posted;"
        "januar;februar;märz;mai;juni;juli;oktober;dezember;janvier;février;mars;avril;juin;"
        "juillet;août;septembre;octobre;novembre;décembre;photos:;photo:;fotos:;foto:;football;"
        "sports;sport;politics;political;health;business;education;crime;science;technology;"
        "environment;economics;energy;legal;investigative;national;international;local;features;"
        "food;travel;culture;music;fashion;transport;defence;diplomatic;assistant;deputy;foreign;"
        "fotografie:;beeld:;foto's:;zdjęcia:;fot.;fotografías:;fotos;photos;twitter:;kamera:;фото:;"
        "Фото:;Фотографии:",
    [PHRASES_AND] = ", and ;, ; and ; & ; und ; et ; y ; e ; и ",
    [PHRASES_BESIDE] = "| ;- ;– ;— ;• ;· ;/ ;. ;, ",
    [PHRASES_UPDATED] =
        "updated;update:;last modified;modified;edited;aktualisiert;letzte änderung;mis à jour;"
        "mise à jour;modifié;actualizado;actualizada;Обновлено;обновлено;ОБНОВЛЕНО"
        ";atualizado;actualizado em;última atualização;aggiornato;ultimo aggiornamento"
        ";ultima modifica;bijgewerkt;laatst gewijzigd;laatste update;aktualizacja"
        ";zaktualizowano;güncelleme;son güncelleme;Оновлено;оновлено;Останнє оновлення",
    [PHRASES_DATED_BY] =
        "publi;posted;post date;updat;date:;date :;dated;created;modified;by ;by:;written;"
        "issued;first pub;last ;online;added;original;veröffentlicht;Veröffentlicht;erstellt;"
        "erschienen;stand;datum;aktualisiert;letzte ;mis à jour;mise à jour;rédigé;créé;fecha:;"
        "fecha ;actualizad;creado;Опубликовано;опубликовано;Дата:;Дата публикации;Обновлено;"
        "обновлено;ОПУБЛИКОВАНО;Размещено;Создано"
        ";postado em;criado em;data de publicação;atualizad;inserito il;creato il"
        ";scritto il;aggiornat;gepubliceerd;geplaatst;bijgewerkt;laatst ;datum "
        ";opublikowano;data publikacji;data dodania;dodano;aktualizacja;zaktualizowano"
        ";giriş;yayın;oluşturulma;güncelle;eklenme;tarih:;Опубліковано;опубліковано"
        ";Оновлено;оновлено;Дата публікації;Розміщено;Додано",
    [PHRASES_RUBRIC] =
        "analysis;opinion;oped;op-ed;review;interview;commentary;explainer;report;column;editorial;"
        "essay;letter;letters;podcast;video;photos;live;updates;timeline;obituary;profile;analyse;"
        "kommentar;meinung;porträt;reportage;entretien;portrait;critique;análisis;opinión;"
        "entrevista;"
        "reseña;Анализ;Мнение;Интервью",
    [PHRASES_SEPARATOR] = "|;-;--;–;—;·;•;»;:;/",
    [PHRASES_ROLE] =
        "writer;reporter;correspondent;editor;staff;columnist;contributor;journalist;bureau;"
        "news service;associated press"
        ";redakteur;redakteurin;korrespondent;korrespondentin;reporterin;mitarbeiter"
        ";journalistin;journaliste;correspondant;correspondante;rédacteur;rédactrice"
        ";envoyé spécial;envoyée spéciale;reportère;periodista;redactor;redactora"
        ";corresponsal;enviado especial;enviada especial;columnista;журналист;журналистка"
        ";корреспондент;обозреватель;редактор;колумнист;repórter;jornalista"
        ";correspondente;colunista;giornalista;inviato;inviata;corrispondente;redattore"
        ";redattrice;redacteur;verslaggever;verslaggeefster;dziennikarz;dziennikarka"
        ";redaktor;korespondent;korespondentka;publicysta;muhabir;muhabiri;gazeteci"
        ";журналіст;журналістка;кореспондент;кореспондентка;оглядач;редакторка",
    [PHRASES_CREDIT] =
        "credit: ;(ap photo;(photo: ;(photo by ;(photo credit;(image: ;(image credit;"
        "(image courtesy;photograph by ;photo by ;photos by ;(photo courtesy;photo courtesy;"
        "(courtesy ;(getty;getty images;/getty;(shutterstock;/shutterstock;/reuters;/afp;"
        "(file photo;(ap);(afp);ap photo/;(photograph;(picture: ;(pic: ;(credit;credit...;[file: ;"
        "[photo;[image;[credit;[reuters;[courtesy;[getty;(reuters);(source: ",
    [PHRASES_AGENCY] =
        "/ap;/ ap;/afp;/ afp;/reuters;/ reuters;/getty;/ getty;/getty images;/ getty images;/epa;"
        "/ epa;/bloomberg;/ bloomberg;/shutterstock;/the new york times;/the washington post;"
        "/associated press;/ associated press;/ap file;/ ap file;/reuters file;/ reuters file;"
        "/xinhua;/ xinhua;/dpa;/ dpa;/picture alliance;/imago;/pti;/ani;/ap photo;/tass;/ritzau",
    [PHRASES_SIDE] =
        ", left,;, right,;, center,;, centre,;, second from left,;, second from right,;"
        ", far left,;, far right,; (left);(right); (center);(centre);(second from left);(from "
        "left);"
        "(second from right);(far left);(far right);, from left, ;, from left: ;, left) ;, right) ",
    [PHRASES_FROM_SIDE] = "from left, ;from left: ;left to right: ;clockwise from ;(from left",
    [PHRASES_WEEKDAY] = "monday;tuesday;wednesday;thursday;friday;saturday;sunday",
    [PHRASES_TOLD] =
        "was;were;will;said;died;had;has;have;would;began;took;met;won;came;went;made;fell;rose;"
        "told;became;be;should;could;is;are;did",
    [PHRASES_DATED] =
        "file photo;photograph;photo,;photo provided;photo taken;file image;photo released;"
        "photo, ;photo from;photo shows",
    [PHRASES_CAPTION] =
        "media caption ;image caption ;credit...;photo: ;photo by ;photo credit;photos: ;"
        "photos by ;photograph: ;photograph by ;photographer: ;photo via ;image: ;"
        "image credit;image by ;image source;image via ;image courtesy;images: ;picture: ;"
        "pictured: ;picture by;credit: ;credits: ;representational image;"
        "representative image;file photo;file image;featured image;caption: ;photo courtesy;"
        "courtesy of ;courtesy: ;cover image;cover photo;screenshot: ;illustration: ;"
        "illustration by ;graphic: ;header image;representational photo;video: ;foto: ;"
        "bild: ;photo : ;cr\xc3\xa9"
        "dit photo;cr\xc3\xa9"
        "dit : ;getty images;shutterstock;"
        "imago",
    [PHRASES_CAPTION_MARK] =
        "photo by ;photo: ;image: ;credit: ;photo/;/getty;getty images;/reuters;/ap);/afp;"
        "via wikimedia;wikimedia commons;(ap photo;(photo;(image;\xc2\xa9;via getty;"
        "file photo;shutterstock;photograph by;representational image;photo courtesy;"
        "image credit;photo credit",
    [PHRASES_PICTURE] =
        "an artist's ;artist's ;an artist\xe2\x80\x99s ;artist\xe2\x80\x99s ;"
        "this illustration ;a stock image ;stock image ;a file photo ;file picture ",
    [PHRASES_PICTURE_WORD] = "concept;illustration;impression;rendering;shows;image of;photo",
    [PHRASES_PHOTO] = " photo; file image; image ",
    [PHRASES_ABOUT] = "about ;about the author: ;about the writer: ;über ;Über ;über den autor: "
                      ";Über den Autor: ;à propos de ;À propos de ;sobre ;"
                      "sobre el autor: ;zur person: ;meet ;Об авторе: ;Об авторе - ",
    [PHRASES_BIO_VERB] =
        "is a ;is an ;is the ;was a ;writes ;covers ;reports ;lives in ;has written ;"
        "has been ;is currently ;is senior ;is chief ;is our ;is based ;is director;"
        "is professor;is editor;is executive;is assistant;is associate;works ;teaches ;"
        "holds ;joined ;serves as ;est ;es ;ist ;schreibt ;arbeitet ;leitet ;\xc3\xa9"
        "crit ;couvre ;travaille ;escribe ;trabaja ;cubre ;\xc3\xa9 ;\xc3\xa8 ;escreve ;scrive ;is "
        "chair;is head;"
        "heads ;leads ;edits ;runs ;studies ;contributes ;freelances ;spent ;\xe2\x80\x94 "
        ";\xe2\x80\x93 ",
    [PHRASES_BIO_ROLE] =
        "professor;lecturer;fellow;researcher;journalist;reporter;writer;editor;author;"
        "columnist;correspondent;analyst;scholar;director;student;founder;contributor;"
        "blogger;expert;covers ;writes ;reports on;twitter;@;freelance;producer;consultant;"
        "attorney;economist;teaches;phd;ph.d;journaliste;periodista;redakteur;korrespondent;autor;"
        "volont\xc3\xa4r;wissenschaftler;kolumnist;r\xc3\xa9"
        "dacteur;r\xc3\xa9"
        "dactrice;chercheu;enseign;escritor;investigador;redactor;profesor;jornalista;giornalist;"
        "\xd0\xb6\xd1\x83\xd1\x80\xd0\xbd\xd0\xb0\xd0\xbb\xd0\xb8\xd1\x81\xd1\x82;"
        "\xd1\x80\xd0\xb5\xd0\xb4\xd0\xb0\xd0\xba\xd1\x82\xd0\xbe\xd1\x80;"
        "\xd0\xba\xd0\xbe\xd1\x80\xd1\x80\xd0\xb5\xd1\x81\xd0\xbf\xd0\xbe\xd0\xbd\xd0\xb4\xd0\xb5"
        "\xd0\xbd\xd1\x82;\xd0\xbe\xd0\xb1\xd0\xbe\xd0\xb7\xd1\x80\xd0\xb5\xd0\xb2",
    [PHRASES_VIEWS] = "views;opinions;view;opinion;thoughts;sights",
    [PHRASES_EXPRESSED] = "expressed;stated;presented;reflect",
    [PHRASES_ARTICLE] =
        "article;author;writer;publication;editorial;column;post;piece;those of;own",
    [PHRASES_OWN] =
        "those of;do not;does not;not necessarily;are his own;are her own;are their own;"
        "author's;author\xe2\x80\x99s;own and;of the writer;of the author;are solely;"
        "are personal",
    [PHRASES_SELF] =
        "i am a ;i am an ;i'm a ;i'm an ;i am the ;i write about ;i cover ;i report on ",
    [PHRASES_EARN] =
        "may earn;may receive;may get;may make;may be paid;can earn;we earn;we receive;earns a;"
        "gets a share;get a share;receive a;earn a;receives a",
    [PHRASES_COMMISSION] =
        "commission;share of the sale;share of sales;share of revenue;affiliate;small fee",
    [PHRASES_BUY] = "link;purchas;buy ;bought;shop;retailer",
    [PHRASES_RESERVED] =
        "all rights reserved;all right reserved;alle rechte vorbehalten;tous droits "
        "r\xc3\xa9serv\xc3\xa9s;todos los derechos reservados;todos os direitos "
        "reservados;\xd0\xb2\xd1\x81\xd0\xb5 \xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xb0 "
        "\xd0\xb7\xd0\xb0\xd1\x89\xd0\xb8\xd1\x89\xd0\xb5\xd0\xbd\xd1\x8b",
    [PHRASES_ADDRESS] = "http://;https://;www.;twitter.com/;facebook.com/;instagram.com/;@",
};

/* Each phrase of the set that goes by the same name holds one of these words. */
static const char *const hint_lists[HINTS] = {
    [HINTS_CREDIT] = "credit;ap;photo;image;photograph;photographs;photographer;photographers;"
                     "photos;courtesy;getty;shutterstock;reuters;afp;file;picture;pic;source",
    [HINTS_SIDE] = "left;right;center;centre;clockwise",
    [HINTS_WEEKDAY] = "monday;tuesday;wednesday;thursday;friday;saturday;sunday",
    [HINTS_COMMISSION] = "commission;commissions;share;affiliate;fee",
    [HINTS_RESERVED] = "reserved;vorbehalten;r\xc3\xa9serv\xc3\xa9s;reservados;"
                       "\xd0\xb7\xd0\xb0\xd1\x89\xd0\xb8\xd1\x89\xd0\xb5\xd0\xbd\xd1\x8b",
    [HINTS_VIEWS] = "views;opinions;view;opinion;thoughts;sights"};
/* By the low bits of a hash: the sets that may have it, as bits. */
static uint8_t hints[1 << 13];

/* Phrases in groups of the same first byte, the longest ones first. */
struct set {
    struct phrase {
        const char *p;
        uint32_t n;
        unsigned char second; /* byte, if there are two */
    } phrase[MOST];
    int n;
    uint8_t from[256], count[256]; /* of the group that a byte begins, be it small or capital */
    uint8_t is_last[256]; /* does a phrase end in this byte? */
};

/* Built once per process by phrases_setup. */
static struct set sets[PHRASES];

static unsigned char lower(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static void add(void *set, const char *p, size_t n) {
    struct set *s = set;
    if (s->n == MOST) return;
    s->phrase[s->n++] = (struct phrase){p, (uint32_t)n, n > 1 ? (unsigned char)p[1] : 0};
}

static int by_length(const void *a, const void *b) {
    const struct phrase *const p = a, *const q = b;
    return (p->n < q->n) - (p->n > q->n);
}

static void group(struct set *s) {
    struct phrase all[MOST];
    qsort(s->phrase, (size_t)s->n, sizeof *s->phrase, by_length);
    memcpy(all, s->phrase, sizeof all);
    for (int i = 0; i < s->n; i++) {
        s->count[(unsigned char)*all[i].p]++;
        s->is_last[(unsigned char)all[i].p[all[i].n - 1]] = 1;
    }
    for (int c = 1; c < 256; c++) s->from[c] = (uint8_t)(s->from[c - 1] + s->count[c - 1]);
    memset(s->count, 0, sizeof s->count);
    for (int i = 0; i < s->n; i++) {
        const unsigned char c = (unsigned char)*all[i].p;
        s->phrase[s->from[c] + s->count[c]++] = all[i];
    }
    memcpy(s->from + 'A', s->from + 'a', 26);
    memcpy(s->count + 'A', s->count + 'a', 26);
}

static void add_hint(void *bit, const char *p, size_t n) {
    hints[words_hash(p, n) % sizeof hints] |= *(const uint8_t *)bit;
}

/* Calls `what` for each phrase of a list. */
static void for_each(const char *list, void (*what)(void *, const char *, size_t), void *context) {
    for (size_t n; *list; list += n + (list[n] == ';')) {
        n = strcspn(list, ";");
        what(context, list, n);
    }
}

void phrases_setup(void) {
    if (sets[0].n) return;
    for (int i = 0; i < PHRASES; i++) {
        for_each(lists[i], add, &sets[i]);
        group(&sets[i]);
    }
    for (int i = 0; i < HINTS; i++) {
        uint8_t bit = (uint8_t)(1u << i);
        for_each(hint_lists[i], add_hint, &bit);
    }
}

unsigned phrases_hints(const uint32_t *word, const uint32_t *end) {
    unsigned found = 0;
    for (; word < end; word++) found |= hints[*word % sizeof hints];
    return found;
}

static int is_at(const char *p, const char *phrase, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (lower(p[i]) != (unsigned char)phrase[i]) return 0;
    return 1;
}

/* The longest phrase of the set at p, if it has `least` bytes or more; 0: none. */
static size_t find_at(const struct set *s, const char *p, const char *end, size_t least) {
    const unsigned char c = (unsigned char)*p;
    const struct phrase *phrase = s->phrase + s->from[c], *const stop = phrase + s->count[c];
    const unsigned char second = p + 1 < end ? lower(p[1]) : 0;
    for (; phrase < stop; phrase++)
        if ((phrase->n == 1 || phrase->second == second) && phrase->n >= least &&
            phrase->n <= (size_t)(end - p) && is_at(p + 1, phrase->p + 1, phrase->n - 1))
            return phrase->n;
    return 0;
}

size_t phrases_at(enum phrases set, const char *p, const char *end) {
    return p < end ? find_at(&sets[set], p, end, 1) : 0;
}

const char *phrases_find(enum phrases set, const char *p, const char *end) {
    const struct set *const s = &sets[set];
    for (; p < end; p++)
        if (s->count[(unsigned char)*p] && find_at(s, p, end, 1)) return p;
    return NULL;
}

int phrases_is(enum phrases set, const char *p, const char *end) {
    return p < end && find_at(&sets[set], p, end, (size_t)(end - p));
}

int phrases_ends(enum phrases set, const char *p, const char *end) {
    const struct set *s = &sets[set];
    if (p == end || !s->is_last[lower(end[-1])]) return 0;
    for (int i = 0; i < s->n; i++) {
        const size_t n = s->phrase[i].n;
        if (n < (size_t)(end - p) && is_at(end - n, s->phrase[i].p, n)) return 1;
    }
    return 0;
}
