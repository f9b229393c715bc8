/* Tests of the lexicons: lines as sites of each language have them, each behind an article, must go; lines of articles must stay. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "text-pipeline/pipeline_test.h"

/* clang-format off */
static const char *const german[] = {
    "Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
    "Kommentar abschicken", "Antworten abbrechen", "12 Kommentare", "Alle Kommentare anzeigen", "Artikel teilen", "Auf Facebook teilen",
    "Teilen Twittern Mailen Drucken", "Facebook", "Klick, um auf WhatsApp zu teilen (Wird in neuem Fenster geöffnet)", "Link kopieren",
    "Lesezeit: 4 Minuten", "3 Min. Lesezeit", "vor 2 Stunden", "Folgen Sie uns auf Twitter", "Besuchen Sie uns auch auf Facebook",
    "Jetzt Newsletter abonnieren", "Melden Sie sich für unseren Newsletter an", "Jetzt kostenlos testen", "Dieser Artikel ist nur für Abonnenten verfügbar.",
    "Mehr zum Thema", "Lesen Sie auch: Warum die Fähre so lange im Dock lag", "Weiterlesen", "Das könnte Sie auch interessieren",
    "Meistgelesene Artikel", "Ähnliche Beiträge", "Über den Autor", "Anzeige", "Nach der Werbung weiterlesen", "Bilderstrecke öffnen", "Bild 3 von 12",
    "Bitte aktivieren Sie JavaScript, um diese Seite zu nutzen.", "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.", "Alle akzeptieren",
    "Impressum", "Datenschutzerklärung", "© 2024 Inselzeitung GmbH", "Alle Rechte vorbehalten.", "Schlagwörter: Hafen, Fähre, Insel",
    "Zum Inhalt springen", "Nach oben", "Startseite", "Foto: Karin Blume/Inselzeitung", "(Foto: Karin Blume)", "Bildquelle: Inselzeitung",
    "Quelle: dpa", "Veröffentlicht am 3. März 2024", "Zuletzt aktualisiert: 3. März 2024", "Gastbeiträge geben nicht unbedingt die Meinung der Redaktion wieder.",
    NULL};
static const char *const german_content[] = {
    "Die Anzeige kam am Montag bei der Polizei an.", "Wer zahlt am Ende?", "Der Kommentar des Ministers sorgte für Kritik.", "„Wir teilen uns die Kosten“, sagte sie.",
    "Ein teurer Winter", "Mehr als hundert Leute kamen.", "Die Quelle des Flusses liegt im Harz.", "Das Foto zeigt den alten Hafen vor dem Brand.",
    "Über den Autor des Briefes ist nichts bekannt.", "Drei Minuten später fuhr der nächste Zug.", NULL};
static const char *const french[] = {
    "Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *", "Annuler la réponse",
    "12 commentaires", "Soyez le premier à commenter", "Connectez-vous pour laisser un commentaire", "Partager cet article", "Partager sur Facebook",
    "Partager Tweeter Envoyer Imprimer", "Cliquez pour partager sur Twitter (ouvre dans une nouvelle fenêtre)", "Copier le lien", "Temps de lecture : 4 min",
    "3 min de lecture", "Il y a 2 heures", "Suivez-nous sur Facebook", "Rejoignez-nous sur Instagram", "Abonnez-vous", "Inscrivez-vous à notre newsletter",
    "Recevez chaque matin nos articles dans votre boîte mail", "Cet article est réservé aux abonnés", "Il vous reste 70 % de cet article à lire",
    "Lire aussi : Le port attend sa nouvelle grue", "À lire aussi", "Lire la suite", "Voir plus", "Sur le même sujet", "Articles similaires", "Les plus lus",
    "À propos de l’auteur", "Publicité", "La suite après la publicité", "Voir le diaporama", "Photo 3 sur 12", "Votre navigateur ne supporte pas la vidéo.",
    "Ce site utilise des cookies pour améliorer votre expérience.", "Tout accepter", "Mentions légales", "Politique de confidentialité", "© 2024 Le Journal de l’île",
    "Tous droits réservés", "Mots-clés : port, ferry, île", "Aller au contenu principal", "Retour en haut", "Accueil", "Crédit photo : Jeanne Morel",
    "(Photo Jeanne Morel)", "Photo d’illustration", "Source : AFP", "Publié le 3 mars 2024 à 10h00", "Mis à jour le 3 mars 2024",
    "Les opinions exprimées dans cet article n’engagent que leur auteur.", NULL};
static const char *const french_content[] = {
    "La publicité ne paie plus les journaux.", "Qui paiera la facture ?", "Le commentaire du ministre a choqué.", "« Nous partageons les frais », dit-elle.",
    "Un hiver cher", "Plus de cent personnes sont venues.", "La source du fleuve est dans les Alpes.", "La photo montre le vieux port avant l’incendie.",
    "Il y a deux heures de route jusqu’au port.", "Trois minutes plus tard, le train partait.", NULL};
static const char *const spanish[] = {
    "Deja un comentario", "Tu dirección de correo electrónico no será publicada. Los campos obligatorios están marcados con *", "Cancelar la respuesta",
    "12 comentarios", "Sé el primero en comentar", "Inicia sesión para comentar", "Compartir en Facebook", "Comparte esta noticia",
    "Compartir Twittear Enviar Imprimir", "Haz clic para compartir en Twitter (Se abre en una ventana nueva)", "Copiar enlace", "Tiempo de lectura: 4 min",
    "3 minutos de lectura", "Hace 2 horas", "Síguenos en Facebook", "Suscríbete a nuestro boletín", "Recibe cada mañana las noticias en tu correo",
    "Suscríbete", "Este contenido es exclusivo para suscriptores", "Has leído todos tus artículos gratis de este mes", "Lee también: El puerto espera su nueva grúa",
    "Te puede interesar", "Leer más", "Seguir leyendo", "Noticias relacionadas", "Lo más leído", "Últimas noticias", "Sobre el autor", "Publicidad",
    "Continúa después de la publicidad", "Ver galería", "Foto 3 de 12", "Tu navegador no soporta este vídeo.", "Utilizamos cookies para mejorar tu experiencia.",
    "Aceptar todas", "Aviso legal", "Política de privacidad", "© 2024 El Diario de la Isla", "Todos los derechos reservados", "Etiquetas: puerto, ferry, isla",
    "Saltar al contenido", "Volver arriba", "Inicio", "Foto: Juana Molina", "(Foto: Juana Molina)", "Imagen de archivo", "Fuente: EFE", "Publicado el 3 de marzo de 2024",
    "Actualizado: 3 de marzo de 2024", "Las opiniones expresadas en este artículo son responsabilidad de su autor.", NULL};
static const char *const spanish_content[] = {
    "La publicidad ya no paga los periódicos.", "¿Quién pagará la cuenta?", "El comentario del ministro causó enfado.", "«Compartimos los gastos», dijo ella.",
    "Un invierno caro", "Más de cien personas llegaron.", "La fuente del río está en la sierra.", "La foto muestra el viejo puerto antes del incendio.",
    "Hace dos horas que espera el barco.", "Tres minutos después salió el tren.", NULL};
static const char *const russian[] = {
    "Оставить комментарий", "Ваш адрес email не будет опубликован. Обязательные поля помечены *", "Отменить ответ", "12 комментариев", "Комментарии (3)",
    "Войдите, чтобы оставить комментарий", "Комментарии закрыты", "Поделиться", "Поделиться в Facebook", "Поделитесь с друзьями", "ВКонтакте", "Распечатать",
    "Скопировать ссылку", "Нравится Поделиться Класс", "Время чтения: 4 минуты", "350 просмотров", "2 часа назад", "Подписывайтесь на наш канал в Telegram",
    "Подпишитесь на рассылку", "Читайте нас в Яндекс.Дзене", "Этот материал доступен только подписчикам", "Читайте также", "Читайте также: Порт ждёт новый кран",
    "Читать далее", "Подробнее", "Похожие статьи", "Материалы по теме", "Самое читаемое", "Последние новости", "Об авторе", "Реклама", "На правах рекламы",
    "Смотреть видео", "Фото 3 из 12", "Ваш браузер не поддерживает видео.", "Мы используем файлы cookie, чтобы сайт работал лучше.", "Принять все",
    "Политика конфиденциальности", "Пользовательское соглашение", "© 2024 Островная газета", "Все права защищены", "Теги: порт, паром, остров", "На главную", "Наверх",
    "Фото: Анна Котова / Островная газета", "(Фото: Анна Котова)", "Источник: ТАСС", "Опубликовано: 3 марта 2024", "Обновлено 3 марта 2024 в 10:00",
    "Мнение автора может не совпадать с позицией редакции.", "Нашли ошибку? Выделите текст и нажмите Ctrl+Enter", NULL};
static const char *const russian_content[] = {
    "Реклама больше не кормит газеты.", "Кто за это заплатит?", "Комментарий министра вызвал споры.", "«Мы делим расходы», — сказала она.", "Дорогая зима",
    "Пришли больше ста человек.", "Источник реки находится в горах.", "Фото показывает старый порт до пожара.", "Два часа назад пришёл паром.",
    "Через три минуты ушёл поезд.", NULL};
static const char *const english[] = {
    "Leave a Reply", "Your email address will not be published. Required fields are marked *", "Cancel reply", "12 Comments", "Be the first to comment",
    "Please log in to leave a comment.", "Save my name, email, and website in this browser for the next time I comment.", "Share this:", "Share on Facebook",
    "Click to share on Twitter (Opens in new window)", "Facebook Twitter WhatsApp Email", "Copy link", "4 min read", "350 views", "2 hours ago",
    "Follow us on Twitter", "Like us on Facebook", "Subscribe to our newsletter", "Sign up for our free daily newsletter", "Get the latest news delivered to your inbox",
    "This article is for subscribers only.", "You have 2 free articles left this month.", "Read more: Why the harbour needs a crane", "READ ALSO: Why the harbour needs a crane",
    "Continue reading", "Related Articles", "You may also like", "Most Read", "More from this author", "About the author", "Advertisement",
    "Story continues below advertisement", "[ad_1]", "Source link", "Watch the video above", "Image 3 of 12", "Your browser does not support the video tag.",
    "Please enable JavaScript to view this page.", "We use cookies to improve your experience.", "Accept all cookies", "Privacy Policy", "Terms of Use",
    "© 2024 The Island Times", "All rights reserved.", "Tags: harbour, ferry, island", "Filed under: News", "Skip to main content", "Back to top", "Home",
    "Photo: Jane Miller/The Island Times", "(Photo by Jane Miller)", "Image credit: Jane Miller", "The post Ferry runs again appeared first on The Island Times.",
    "Published: March 3, 2024", "Last updated on March 3, 2024", "The views expressed in this article are those of the author.",
    "(Reporting by Jane Miller; editing by Paul Hill)", "Write to Jane Miller at jane@example.org", NULL};
static const char *const english_content[] = {
    "Advertisements no longer pay for newspapers.", "Who will pay in the end?", "The minister's comment caused anger.", "\"We share the cost,\" she said.",
    "An expensive winter", "More than a hundred people came.", "The source of the river is in the hills.", "The photo shows the old harbour before the fire.",
    "Two hours ago the ferry came in.", "Three minutes later the train left.", "He wants to subscribe to that view.", "Home prices rose again.", NULL};

static const struct language {
    const char *name, *title, *one, *two;
    const char *const *boilerplate, *const *content;
} languages[] = {
    {"de", "Die Fähre zur Insel fährt wieder",
     "Die Fähre zur Insel fährt nach fünf Wochen im Dock wieder, wie die Reederei am Montag mitteilte, und die ersten Lastwagen waren schon vor sechs Uhr an Bord.",
     "Die Bauern hatten auf Futter gewartet, und die Schule hatte ihre Kinder zweimal nach Hause geschickt, weil das Schiff, das die Fähre ersetzte, keine Busse laden konnte.",
     german, german_content},
    {"fr", "Le ferry de l’île navigue de nouveau",
     "Le ferry de l’île navigue de nouveau après cinq semaines au chantier, a annoncé lundi la compagnie, et les premiers camions étaient à bord avant six heures du matin.",
     "Les fermiers attendaient du fourrage, et l’école avait renvoyé deux fois ses élèves à la maison, parce que le bateau qui remplaçait le ferry ne pouvait pas charger de bus.",
     french, french_content},
    {"es", "El ferry de la isla navega de nuevo",
     "El ferry de la isla navega de nuevo después de cinco semanas en el astillero, según anunció el lunes la compañía, y los primeros camiones subieron antes de las seis.",
     "Los campesinos esperaban forraje, y la escuela había mandado dos veces a sus alumnos a casa, porque el barco que sustituía al ferry no podía llevar autobuses a la isla.",
     spanish, spanish_content},
    {"ru", "Паром на остров снова ходит",
     "Паром на остров снова ходит после пяти недель ремонта, сообщила в понедельник компания, и первые грузовики были на борту ещё до шести часов утра, когда причал был пуст.",
     "Фермеры ждали корма, а школа два раза отправляла учеников домой, потому что судно, которое заменяло паром, не могло перевозить ни автобусы, ни топливо для всего острова.",
     russian, russian_content},
    {"en", "Ferry to the Island Runs Again",
     "The ferry to the island sails again after five weeks in dock, the company said on Monday, and the first lorries were on board before six in the morning.",
     "Farmers had waited for fodder, and the school had sent its pupils home twice, because the boat that replaced the ferry could carry neither buses nor fuel.",
     english, english_content}};
/* clang-format on */

/* Is the string a whole line of the document's text? */
static int has_line(pl_test *t, uint32_t i, const char *line) {
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, i));
    const size_t n = strlen(line);
    const char *end = text.p + text.n;
    for (const char *p = text.p; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        if ((size_t)(stop - p) == n && !memcmp(p, line, n)) return 1;
        p = stop + 1;
    }
    return 0;
}

static void add(pl_test *t, const struct language *l, const char *before, const char *behind) {
    char text[4096];
    snprintf(text, sizeof text, "%s\n\n%s\n%s%s%s%s%s", l->title, l->one, before ? before : "",
             before ? "\n" : "", l->two, behind ? "\n\n" : "", behind ? behind : "");
    pl_test_add(t, "x", text);
}

/* Each line behind the article; the article itself must stay. */
static void expect_removed(const struct language *l) {
    uint32_t n = 0, gone = 0;
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n[cleaner]\npreset = precise\n");
    for (; l->boilerplate[n]; n++) add(t, l, NULL, l->boilerplate[n]);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < n; i++) {
        const int left = has_line(t, i, l->boilerplate[i]);
        gone += !left;
        if (left) cr_log_info("%s: '%s' stays", l->name, l->boilerplate[i]);
        cr_expect(has_line(t, i, l->title) && has_line(t, i, l->one) && has_line(t, i, l->two),
                  "%s: '%s' took content along", l->name, l->boilerplate[i]);
    }
    cr_expect(n >= 40 && 10 * gone >= 9 * n, "%s: %u of %u lines went", l->name, gone, n);
    pl_test_close(t);
}

/* Content between two paragraphs and behind the last, with any preset. */
static void expect_kept(const struct language *l, const char *preset) {
    uint32_t n = 0;
    char config[200];
    snprintf(config, sizeof config, "[pipeline]\nstages = cleaner\n[cleaner]\npreset = %s\n",
             preset);
    pl_test *t = pl_test_open(config);
    for (; l->content[n]; n++) add(t, l, l->content[n], NULL);
    for (uint32_t i = 0; i < n; i++) add(t, l, NULL, l->content[i]);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 2 * n; i++)
        cr_expect(has_line(t, i, l->content[i % n]), "%s, %s: '%s' went", l->name, preset,
                  l->content[i % n]);
    pl_test_close(t);
}

Test(lexicon, takes_out_what_sites_add) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) expect_removed(&languages[i]);
}

Test(lexicon, leaves_content_alone) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        expect_kept(&languages[i], "precise");
        expect_kept(&languages[i], "balanced");
    }
}

Test(lexicon, patterns_of_ones_own) {
    pl_test *t = pl_test_open(
        "[pipeline]\nstages = cleaner\n[cleaner]\nlexicon = en, /nowhere/at_all.txt\n");
    pl_test_add(t, "x", "a");
    cr_expect_neq(pl_test_run(t), PL_OK);
    cr_expect(strstr(pl_test_error(t), "at_all.txt"), "%s", pl_test_error(t));
    pl_test_close(t);
}

/* Opens the stage with the patterns alone, which are in the file that `path` then names. */
static pl_test *open_with(const char *patterns, char *path) {
    char config[200];
    const int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, patterns, strlen(patterns)) == (ssize_t)strlen(patterns));
    close(file);
    snprintf(config, sizeof config,
             "[pipeline]\nstages = cleaner\n[cleaner]\npreset = precise\nlexicon = %s\n", path);
    return pl_test_open(config);
}

Test(lexicon, sets_of_words_and_lines_with_bars) {
    static const struct {
        const char *line;
        int goes;
    } cases[] = {{"Plums and Pears", 1},
                 {"Apples, plums, pears, apples, pears", 1},
                 {"Plums and nuts", 0},
                 {"Plums", 0},
                 {"Plums and pears.", 0},
                 {"Nuts | Bread and plums | Cheese", 1},
                 {"Nuts, bread and plums, cheese", 0},
                 {"Nuts | Bread | Cheese", 0}};
    char path[] = "/tmp/lexicon_XXXXXX";
    pl_test *t = open_with("@fruit\tapples plums pears and\n"
                           "fruit\tdrop\t> @fruit {@fruit}+\n"
                           "bars\tdrop\t| *3 @fruit *6\n",
                           path);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        add(t, &languages[0], NULL, cases[i].line);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    unlink(path);
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(has_line(t, i, cases[i].line), !cases[i].goes, "%s", cases[i].line);
    pl_test_close(t);
}
