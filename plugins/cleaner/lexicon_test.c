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

/* Tools, prompts and notes around an article, and content that speaks of such things. */
static const char *const english_tools[] = {
    "Front page | Farming | Harbour news | Puzzles", "Home / News / Education", "Larger text  Smaller text", "Cite this page",
    "Republish our stories for free under a Creative Commons licence.", "Reddit WhatsApp Print Copy link Bluesky", "Skip back 15 seconds",
    "Subscribe on Apple Podcasts, Spotify or wherever you get your podcasts.", "Every Tuesday we send one letter with the best of the week. No spam, and you can leave any time.",
    "Our app is faster. Open this story there.", "Turn on alerts and be the first to know.", "The rest of this report is for paying readers. Already one of them? Log in here.",
    "Try one month for just $1. Cancel whenever you want.", "We can't do this work without you. If you can, please chip in today.", "$5 $15 $35 $50 Other",
    "This episode is sponsored by Quillet. Get ten percent off with the code HARBOUR.", "When you buy through our links, the shop pays us a share at no extra cost to you.",
    "Market data delayed by at least 20 minutes.", "Our journalism follows the Ethics Code of the Press Guild. Read our standards.",
    "Comments are checked before they appear. Please keep to our house rules.", "Choose a username before you post", "Manage your email alerts", "Show only key moments", "Page 1 of 7",
    "Older posts", "The Beacon is published by the Harbour Trust, a non-profit organisation.", "Site by Two Gulls Studio", "Registered charity number 1048211. Company number 0448312.",
    "{{ article.teaser }}", "There are no recent results for this search.", "Explore more on: Fishing, Ferries, Budget", "Trending now: Storm warning | Budget vote | Cup final",
    "As seen on", "Tap the picture to make it larger", "Jump to recipe", "Save this recipe to Pinterest", "Tried it? Rate the recipe and tell me how it went in the comments.",
    "Write to the editor: letters of up to 150 words, with your name and address, may be edited.", "Know something we should look into? Contact our reporters in confidence.",
    "Looking for a new job? See all vacancies in your area.", "Now 12° Light rain | Tomorrow 15°", "English | Deutsch | Français",
    "To go on reading, accept cookies or take out a subscription without tracking.", "Your browser is out of date. Some features may not work.",
    "Registered office: 4 Quay Street. Registered in England and Wales.", "No part of this site may be used to train artificial intelligence.",
    "World | UK | Climate crisis | Ukraine | Football", "News > Local news > Northside", "My account  Log out", "View offers", "Quick exit", "Font resizer", "Download as PDF",
    "Request permission to reuse this article", "Post Share Email", "Share full article", "64 comments", "Audio version available", "Hosted by Jane Fielding",
    "Subscribe wherever you listen.", "Sign up to First Light, our morning email", "Want the top stories in your inbox? Leave your address and we will do the rest.",
    "Add The Courier to your home screen", "We would like to send you notifications for the latest news", "This is a premium article. Log in or subscribe to carry on.",
    "Unlimited digital access from £2 a month", "Subscriptions start at $3 per month. Cancel online.", "Readers keep us going. Make a contribution from as little as $2.",
    "Monthly  One-time", "This newsletter was made possible by our friends at Quillet.", "Products are chosen independently by our editors. Purchases you make may earn us money.",
    "Prices as of market close. Times in Eastern.", "We publish corrections. Tell us if we got something wrong.", "Comments on this story are closed.", "Log in to leave your thoughts",
    "Report this comment", "Edit your alert settings", "LIVE UPDATES", "See more updates", "View older posts", "1 2 3 Next", "Part of the Northern Media Group",
    "Copyright 2022. All content belongs to its owners.", "Powered by WordPress | Theme by Plain Studio", "VAT no. 000 0000 00", "<%= title %>", "No articles to display",
    "This week's most talked about", "People: Ana Cole, Raj Patel", "Popular on The Courier", "We've been mentioned in", "Hover to zoom", "Skip to ingredients", "Print friendly version",
    "Have you made this? Share your photos with #fieldcook", "What did we miss? Email the desk at desk@example.org", "We want to hear from you. Fill in our form.",
    "Search thousands of local jobs", "Partly cloudy, 14C", "Choose your language", "We and our 412 partners store and access information on your device.",
    "Please update your browser for a better experience.", "Photos may not be reproduced without permission.", "Ads by Quillet", "Shop the look", "Enter our prize draw", NULL};
static const char *const english_tools_content[] = {
    "The harbour has one crane, one clock and no ferry.", "Older posts of the fence were replaced first.", "She put on her coat and said that the app had made her rich.",
    "Letters to the editor helped to save the pier, he recalled.", "Readers trust the paper because it corrects its errors.",
    "The charity was registered in 1961 and has helped 400 families.", "He donated his boat to the museum and left the island.", "Cookies and milk were served after the vote.",
    "What the council decided on Monday", "The key moment came when the crane stopped.", "Podcasts are how many islanders follow the trial.",
    "Prices start at 40 dollars for a day trip with lunch.", "\"We cannot do this alone,\" the mayor said.", "Share prices of the ferry company fell by a third.",
    "Jump to the beat, the teacher shouted, and they did.", "He follows the news on his phone, like everyone here.", "A printed copy cost ten pence before the war.",
    "Weather and tides decide when the boat leaves.", "She was featured on the cover of a magazine twice.", "The comments below the picture were written by his sister.", NULL};
static const char *const german_tools[] = {
    "Lokales | Traueranzeigen | Rätsel | Immobilien", "Startseite / Kultur / Bühne", "Schriftgröße ändern", "Artikel zitieren",
    "Dieser Text darf unter Nennung der Quelle übernommen werden.", "WhatsApp Facebook E-Mail Link kopieren", "15 Sekunden zurück",
    "Abonnieren Sie uns bei Spotify, Apple Podcasts oder überall, wo es Podcasts gibt.",
    "Einmal in der Woche schicken wir Ihnen die besten Geschichten. Kostenlos und jederzeit abbestellbar.", "Noch schneller informiert mit unserer App.",
    "Aktivieren Sie Mitteilungen und verpassen Sie keine Eilmeldung.", "Den vollständigen Artikel lesen Sie mit einem Abo. Sie sind schon Kunde? Hier einloggen.",
    "Nur 1 Euro im ersten Monat, danach 9,90 Euro. Monatlich kündbar.", "Ohne Ihre Hilfe geht es nicht: Spenden Sie für unabhängige Berichte.", "5 € 10 € 25 € Anderer Betrag",
    "Diese Folge wird präsentiert von Quillet. Mit dem Code HAFEN spart ihr zehn Prozent.", "Kaufst du über einen Link, bekommen wir vom Händler eine kleine Beteiligung.",
    "Kurse mindestens 15 Minuten verzögert.", "Wir arbeiten nach dem Pressekodex. Mehr über unsere Grundsätze",
    "Kommentare werden vor der Freischaltung geprüft. Bitte bleiben Sie sachlich.", "Bitte wählen Sie einen Benutzernamen", "E-Mail-Benachrichtigungen verwalten",
    "Nur wichtige Ereignisse anzeigen", "Seite 1 von 7", "Ältere Beiträge", "Der Leuchtturm ist ein Angebot der Stiftung Küstenpresse.", "Umsetzung: Zwei Möwen Webdesign",
    "Spendenkonto: IBAN DE02 1203 0000 0000 2020 51", "{{ teaser.titel }}", "Keine aktuellen Beiträge gefunden.", "Mehr zu diesen Themen: Hafen, Fähre, Haushalt",
    "Im Trend: Sturmwarnung | Haushalt | Pokalfinale", "Bekannt aus", "Zum Vergrößern auf das Bild klicken", "Direkt zum Rezept springen", "Rezept auf Pinterest merken",
    "Hast du das Rezept ausprobiert? Lass mir gern einen Kommentar und eine Bewertung da.", "Leserbriefe bitte mit Namen und Anschrift. Die Redaktion behält sich Kürzungen vor.",
    "Wissen Sie mehr? Melden Sie sich vertraulich bei unserer Redaktion.", "Jobs in Ihrer Region: Jetzt Stelle finden", "Heute 12° leichter Regen | Morgen 15°",
    "Deutsch | English | Français", "Weiterlesen mit Werbung und Cookies oder mit dem Pur-Abo ohne Tracking.", "Ihr Browser ist veraltet. Einige Funktionen stehen nicht zur Verfügung.",
    "Registergericht: Amtsgericht Kiel, HRB 4711, USt-IdNr. DE000000000", "Die Nutzung der Inhalte für Text- und Data-Mining ist vorbehalten.",
    "Welt | Wirtschaft | Klimakrise | Fußball", "Nachrichten > Lokales > Nordstadt", "Mein Konto  Abmelden", "Angebote ansehen", "Text vorlesen lassen", "Als PDF herunterladen",
    "Artikel nachdrucken? Rechte anfragen", "Posten Teilen Mailen", "64 Kommentare", "Auch als Hörversion verfügbar", "Moderation: Jana Feld", "Überall, wo es Podcasts gibt.",
    "Melden Sie sich für „Frühlicht“ an, unseren Newsletter am Morgen", "Die wichtigsten Meldungen direkt aufs Handy? Hinterlassen Sie Ihre Adresse.",
    "Legen Sie den Kurier auf Ihren Startbildschirm", "Dürfen wir Ihnen Benachrichtigungen senden?", "Dies ist ein Plus-Artikel. Bitte melden Sie sich an.",
    "Alle Inhalte lesen ab 2 Euro im Monat", "Digitalabo ab 3 Euro monatlich. Jederzeit online kündbar.", "Unsere Leser tragen uns. Schon mit 2 Euro helfen Sie.", "Monatlich  Einmalig",
    "Dieser Newsletter wurde ermöglicht von unseren Freunden bei Quillet.", "Unsere Redaktion wählt Produkte unabhängig aus. Käufe können uns Geld einbringen.",
    "Börsenschluss. Alle Zeiten MEZ.", "Wir berichtigen Fehler. Sagen Sie uns, wenn etwas nicht stimmt.", "Die Kommentare zu diesem Artikel sind geschlossen.",
    "Melden Sie sich an, um mitzureden", "Kommentar melden", "Themenalarm bearbeiten", "Mehr Einträge laden", "Ältere Artikel ansehen", "1 2 3 Weiter", "Teil der Nordmedien-Gruppe",
    "Copyright 2022. Alle Inhalte gehören ihren Eigentümern.", "Läuft mit WordPress | Theme von Schlicht Studio", "Keine Artikel vorhanden", "Personen: Anna Kohl, Raj Patel",
    "Beliebt auf kurier.example", "Über uns berichteten", "Zum Zoomen mit der Maus darüberfahren", "Zu den Zutaten", "Druckversion", "Nachgekocht? Teile dein Foto mit #feldküche",
    "Haben wir etwas übersehen? Schreiben Sie der Redaktion.", "Wir wollen Ihre Meinung hören. Füllen Sie unser Formular aus.", "Tausende Stellen in der Region",
    "Leicht bewölkt, 14 Grad", "Sprache wählen", "Wir und unsere 412 Partner speichern Informationen auf Ihrem Gerät.", "Bitte aktualisieren Sie Ihren Browser.",
    "Fotos dürfen nicht ohne Erlaubnis verwendet werden.", "Jetzt am Gewinnspiel teilnehmen", NULL};
static const char *const german_tools_content[] = {
    "Der Hafen hat einen Kran, eine Uhr und keine Fähre.", "Ältere Beiträge zur Geschichte des Hafens liegen im Archiv.", "Die App habe ihn reich gemacht, sagte er.",
    "Leserbriefe retteten damals die Seebrücke.", "Die Stiftung wurde 1961 gegründet und half 400 Familien.", "Er schenkte sein Boot dem Museum und verließ die Insel.",
    "Kekse und Milch gab es nach der Abstimmung.", "Was der Rat am Montag beschloss", "Der wichtigste Moment kam, als der Kran stillstand.",
    "Die Preise beginnen bei 40 Euro für eine Fahrt mit Mittagessen.", "„Ohne Hilfe geht es nicht“, sagte die Bürgermeisterin.", "Der Kurs der Reederei fiel um ein Drittel.",
    "Er verfolgt die Nachrichten auf dem Handy, wie alle hier.", "Eine gedruckte Ausgabe kostete vor dem Krieg zehn Pfennig.", "Wetter und Gezeiten entscheiden, wann das Schiff fährt.",
    "Sie war zweimal auf dem Titel einer Zeitschrift.", "Die Kommentare unter dem Bild schrieb seine Schwester.", "Die Seite wurde in einer Nacht gebaut.",
    "Mehr als die Hälfte der Spenden kam aus dem Dorf.", "Wer mehr weiß, sagt weniger.", NULL};
static const char *const french_tools[] = {
    "Faits divers | Avis de décès | Jeux | Immobilier", "Accueil / Culture / Théâtre", "Taille du texte", "Citer cet article",
    "Cet article peut être republié gratuitement sous licence Creative Commons.", "WhatsApp Facebook E-mail Copier le lien", "Reculer de 15 secondes",
    "Abonnez-vous sur Spotify, Apple Podcasts ou votre application préférée.", "Chaque vendredi, une lettre avec le meilleur de la semaine. C'est gratuit et sans engagement.",
    "Plus rapide avec notre application.", "Activez les notifications pour ne rien manquer de l'actualité.",
    "La suite de ce reportage est réservée aux abonnés. Déjà abonné ? Identifiez-vous.", "1 € le premier mois, puis 9,90 €. Sans engagement.",
    "Sans vous, rien n'est possible : faites un don pour une presse libre.", "5 € 10 € 25 € Autre montant",
    "Cet épisode vous est présenté par Quillet. Avec le code PORT, profitez de dix pour cent de réduction.",
    "Si vous achetez par nos liens, nous touchons une petite commission, sans frais pour vous.", "Cours différés d'au moins 15 minutes.",
    "Notre rédaction suit la charte de Munich. En savoir plus sur nos engagements", "Les commentaires sont relus avant publication. Merci de rester courtois.",
    "Choisissez un pseudonyme avant de publier", "Gérer mes alertes", "Afficher seulement les temps forts", "Page 1 sur 7", "Articles plus anciens",
    "Le Phare est édité par la Fondation de la presse côtière.", "Site réalisé par Deux Mouettes", "Association reconnue d'utilité publique. SIRET 000 000 000 00000",
    "{{ article.titre }}", "Aucun résultat récent.", "Plus d'articles sur : Port, Ferry, Budget", "Tendances : Alerte tempête | Budget | Finale", "Vu dans",
    "Cliquez sur l'image pour l'agrandir", "Aller à la recette", "Enregistrer la recette sur Pinterest", "Vous avez testé la recette ? Laissez une note et un commentaire.",
    "Courrier des lecteurs : écrivez-nous avec nom et adresse, la rédaction peut abréger les lettres.",
    "Vous avez une information ? Contactez nos journalistes en toute confidentialité.", "Offres d'emploi près de chez vous", "Aujourd'hui 12° pluie faible | Demain 15°",
    "Français | English | Deutsch", "Pour continuer, acceptez les cookies ou abonnez-vous pour naviguer sans traceurs.",
    "Votre navigateur est obsolète. Certaines fonctions ne sont pas disponibles.", "Directeur de la publication : Jean Leroc. ISSN 0000-0000", "Commission paritaire : 0000 C 00000",
    "Monde | Économie | Crise climatique | Football", "Actualités > Locales > Quartier Nord", "Mon compte  Se déconnecter", "Voir les offres", "Télécharger en PDF",
    "Demander les droits de reproduction", "Publier Partager Envoyer", "64 commentaires", "Version audio disponible", "Présenté par Jeanne Champ",
    "Partout où vous écoutez vos podcasts.", "Inscrivez-vous à « Aube », notre lettre du matin", "Les grands titres sur votre téléphone ? Laissez votre adresse.",
    "Ajoutez Le Courrier à votre écran d'accueil", "Nous aimerions vous envoyer des notifications", "Ceci est un article premium. Connectez-vous ou abonnez-vous.",
    "Accès illimité à partir de 2 € par mois", "Abonnement dès 3 € par mois, sans engagement", "Nos lecteurs nous font vivre. Participez à partir de 2 €.", "Mensuel  Ponctuel",
    "Cette lettre a été rendue possible par nos amis de Quillet.", "Nos journalistes choisissent les produits en toute indépendance. Vos achats peuvent nous rapporter.",
    "Nous corrigeons nos erreurs. Dites-nous si quelque chose cloche.", "Les commentaires sont fermés pour cet article.", "Connectez-vous pour donner votre avis", "Signaler ce commentaire",
    "Modifier mes alertes", "Voir plus de messages", "Voir les anciens articles", "1 2 3 Suivant", "Une marque du groupe Nord Médias",
    "Copyright 2022. Tous les contenus appartiennent à leurs auteurs.", "Propulsé par WordPress | Thème par Studio Simple", "Aucun article à afficher",
    "Personnes : Anne Colin, Raj Patel", "Populaire sur lecourrier.example", "Ils ont parlé de nous", "Survolez pour zoomer", "Aller aux ingrédients", "Version imprimable",
    "Vous l'avez cuisinée ? Partagez votre photo avec #cuisinechamp", "Qu'avons-nous oublié ? Écrivez à la rédaction.", "Votre avis nous intéresse. Remplissez notre formulaire.",
    "Des milliers d'emplois près de chez vous", "Partiellement nuageux, 14 °C", "Choisissez votre langue", "Nous et nos 412 partenaires stockons des informations sur votre appareil.",
    "Veuillez mettre à jour votre navigateur.", "Les photos ne peuvent être reproduites sans autorisation.", "Participez à notre concours", NULL};
static const char *const french_tools_content[] = {
    "Le port a une grue, une horloge et pas de ferry.", "Les articles plus anciens de la loi restent en vigueur.", "L'application l'a rendu riche, dit-il.",
    "Le courrier des lecteurs a sauvé la jetée.", "La fondation, née en 1961, a aidé 400 familles.", "Il a donné son bateau au musée et quitté l'île.",
    "Des biscuits et du lait furent servis après le vote.", "Ce que le conseil a décidé lundi", "Le moment fort fut l'arrêt de la grue.",
    "Les prix commencent à 40 euros avec le repas.", "« Sans aide, rien n'est possible », dit la maire.", "Le cours de la compagnie a perdu un tiers.",
    "Il suit l'actualité sur son téléphone, comme tous ici.", "Un exemplaire coûtait dix centimes avant la guerre.", "La météo et les marées décident du départ.",
    "Elle fut deux fois en couverture d'un magazine.", "Les commentaires sous la photo étaient de sa sœur.", "La page fut construite en une nuit.",
    "Plus de la moitié des dons venait du village.", "Qui en sait plus en dit moins.", NULL};
static const char *const spanish_tools[] = {
    "Sucesos | Esquelas | Pasatiempos | Vivienda", "Inicio / Cultura / Teatro", "Tamaño de letra", "Citar este artículo",
    "Puedes republicar este texto gratis con licencia Creative Commons.", "WhatsApp Facebook Correo Copiar enlace", "Retroceder 15 segundos",
    "Suscríbete en Spotify, Apple Podcasts o tu aplicación favorita.", "Cada viernes te enviamos una carta con lo mejor de la semana. Es gratis y puedes darte de baja cuando quieras.",
    "Más rápido con nuestra aplicación.", "Activa las notificaciones y no te pierdas ninguna noticia.",
    "El resto de este reportaje es solo para suscriptores. ¿Ya lo eres? Inicia sesión.", "1 € el primer mes, después 9,90 €. Sin permanencia.",
    "Sin ti no es posible: haz una donación y apoya el periodismo libre.", "5 € 10 € 25 € Otra cantidad",
    "Este episodio está patrocinado por Quillet. Con el código PUERTO tienes un diez por ciento de descuento.",
    "Si compras con nuestros enlaces, recibimos una pequeña comisión sin coste para ti.", "Cotizaciones con al menos 15 minutos de retraso.",
    "Este medio sigue los criterios de The Trust Project. Más información", "Los comentarios se revisan antes de publicarse. Sé respetuoso.",
    "Elige un nombre de usuario antes de comentar", "Gestionar mis alertas", "Mostrar solo los momentos clave", "Página 1 de 7", "Entradas antiguas",
    "El Faro es un proyecto de la Fundación Prensa Costera.", "Diseño web: Dos Gaviotas", "Entidad inscrita en el registro de asociaciones. CIF G00000000", "{{ articulo.titulo }}",
    "No hay resultados recientes.", "Más sobre estos temas: Puerto, Ferry, Presupuesto", "Tendencias: Alerta de temporal | Presupuesto | Final de copa", "Aparecemos en",
    "Haz clic en la imagen para ampliarla", "Ir a la receta", "Guardar la receta en Pinterest", "¿Has probado la receta? Déjame una valoración y un comentario.",
    "Cartas al director: con nombre y DNI. La redacción puede resumir los textos.", "¿Sabes algo más? Contacta con nuestros periodistas de forma confidencial.",
    "Ofertas de empleo en tu zona", "Hoy 12° lluvia débil | Mañana 15°", "Español | English | Català", "Para seguir, acepta las cookies o suscríbete para navegar sin rastreo.",
    "Tu navegador está obsoleto. Algunas funciones no están disponibles.", "Depósito legal: MU 000-2000. ISSN 0000-0000", "Domicilio social: calle del Muelle, 4",
    "Mundo | Economía | Crisis climática | Fútbol", "Noticias > Locales > Barrio Norte", "Mi cuenta  Cerrar sesión", "Ver ofertas", "Descargar en PDF",
    "Solicitar permiso para reproducir este artículo", "Publicar Compartir Enviar", "64 comentarios", "Versión en audio disponible", "Presentado por Juana Campos",
    "Donde escuches tus podcasts.", "Apúntate a «Alba», nuestro boletín de la mañana", "¿Los titulares en tu teléfono? Deja tu dirección.",
    "Añade El Correo a tu pantalla de inicio", "Nos gustaría enviarte notificaciones", "Este es un artículo premium. Inicia sesión o suscríbete.", "Acceso ilimitado desde 2 € al mes",
    "Suscripción desde 3 € al mes. Cancela cuando quieras.", "Nuestros lectores nos sostienen. Participa desde 2 €.", "Mensual  Única vez",
    "Este boletín es posible gracias a nuestros amigos de Quillet.", "Nuestra redacción elige los productos de forma independiente. Tus compras pueden generarnos ingresos.",
    "Corregimos nuestros errores. Dinos si algo está mal.", "Los comentarios de este artículo están cerrados.", "Inicia sesión para dar tu opinión", "Denunciar este comentario",
    "Editar mis alertas", "Ver más mensajes", "Ver entradas antiguas", "1 2 3 Siguiente", "Una empresa del Grupo Norte Medios",
    "Copyright 2022. Todos los contenidos pertenecen a sus autores.", "Funciona con WordPress | Tema de Estudio Simple", "No hay artículos que mostrar", "Personas: Ana Colina, Raj Patel",
    "Popular en elcorreo.example", "Han hablado de nosotros", "Pasa el ratón para hacer zoom", "Ir a los ingredientes", "Versión para imprimir",
    "¿La has hecho? Comparte tu foto con #cocinacampo", "¿Qué nos hemos dejado? Escribe a la redacción.", "Queremos oírte. Rellena nuestro formulario.", "Miles de empleos cerca de ti",
    "Parcialmente nublado, 14 °C", "Elige tu idioma", "Nosotros y nuestros 412 socios guardamos información en tu dispositivo.", "Actualiza tu navegador, por favor.",
    "Las fotos no pueden reproducirse sin permiso.", "Participa en nuestro sorteo", NULL};
static const char *const spanish_tools_content[] = {
    "El puerto tiene una grúa, un reloj y ningún ferry.", "Las entradas antiguas del teatro se venden como recuerdo.", "La aplicación lo hizo rico, dijo.",
    "Las cartas al director salvaron el muelle.", "La fundación, creada en 1961, ayudó a 400 familias.", "Donó su barco al museo y dejó la isla.",
    "Hubo galletas y leche después de la votación.", "Lo que el pleno decidió el lunes", "El momento clave llegó cuando paró la grúa.", "Los precios empiezan en 40 euros con comida.",
    "«Sin ayuda no es posible», dijo la alcaldesa.", "La cotización de la naviera cayó un tercio.", "Sigue las noticias en el móvil, como todos aquí.",
    "Un ejemplar costaba diez céntimos antes de la guerra.", "El tiempo y las mareas deciden la salida.", "Fue dos veces portada de una revista.",
    "Los comentarios bajo la foto eran de su hermana.", "La página se hizo en una noche.", "Más de la mitad de las donaciones llegó del pueblo.", "Quien sabe más, habla menos.", NULL};
static const char *const russian_tools[] = {
    "Происшествия | Недвижимость | Афиша | Вакансии", "Главная / Культура / Театр", "Размер шрифта",
    "Цитировать статью", "Материал можно перепечатывать при указании активной ссылки на сайт.",
    "ВКонтакте Одноклассники Telegram WhatsApp", "Перемотать на 15 секунд назад",
    "Слушайте нас в Яндекс Музыке, Apple Podcasts и на других платформах.",
    "Раз в неделю мы присылаем письмо с лучшими текстами. Это бесплатно, отписаться можно в любой момент.",
    "С приложением быстрее.", "Разрешите уведомления, чтобы не пропустить главное.",
    "Полный текст доступен подписчикам. Уже подписаны? Войдите.",
    "Первый месяц за 1 рубль, далее 299 рублей. Отменить можно в любое время.",
    "Без вас у нас ничего не получится: сделайте пожертвование.", "100 ₽ 300 ₽ 500 ₽ Другая сумма",
    "Партнёр выпуска — компания Quillet. По промокоду ГАВАНЬ скидка десять процентов.",
    "Если вы купите товар по нашей ссылке, мы получим небольшую комиссию.",
    "Котировки предоставляются с задержкой не менее 15 минут.",
    "Редакция работает по принципам независимой журналистики. Подробнее о правилах",
    "Комментарии проходят модерацию. Пожалуйста, соблюдайте правила.",
    "Укажите имя, чтобы оставлять комментарии", "Настроить уведомления", "Показать только главные события",
    "Страница 1 из 7", "Предыдущие записи", "Сайт является проектом фонда «Береговая печать».",
    "Разработка сайта: «Две чайки»", "Свидетельство о регистрации СМИ Эл № ФС77-00000", "{{ article.title }}",
    "Ничего не найдено.", "Больше по темам: порт, паром, бюджет", "В тренде: Шторм | Бюджет | Финал кубка",
    "О нас пишут", "Нажмите на фото, чтобы увеличить", "Перейти к рецепту", "Сохранить рецепт в Pinterest",
    "Приготовили по этому рецепту? Поставьте оценку и расскажите, что получилось.",
    "Пишите нам: письма читателей редакция может сокращать.",
    "Знаете больше? Свяжитесь с нашими журналистами, анонимность гарантируем.", "Вакансии в вашем городе",
    "Сегодня 12° небольшой дождь | Завтра 15°", "Русский | English | Deutsch",
    "Чтобы продолжить, примите cookies или оформите подписку без рекламы.",
    "Ваш браузер устарел. Некоторые функции могут не работать.",
    "Учредитель: ООО «Береговая печать». Главный редактор: И. И. Маяков", "Возрастная категория сайта 16+",
    "Мир | Экономика | Климат | Футбол", "Новости > Местные > Северный район", "Личный кабинет  Выйти",
    "Посмотреть тарифы", "Скачать в PDF", "Запросить разрешение на перепечатку",
    "Опубликовать Поделиться Отправить", "64 комментария", "Есть аудиоверсия", "Ведущая: Анна Полева",
    "Везде, где вы слушаете подкасты.", "Подпишитесь на «Рассвет» — наше утреннее письмо",
    "Главные новости на телефон? Оставьте свой адрес.", "Добавьте «Курьер» на главный экран",
    "Мы хотим присылать вам уведомления", "Это платный материал. Войдите или оформите подписку.",
    "Полный доступ от 200 рублей в месяц", "Подписка от 300 рублей в месяц. Отмена в один клик.",
    "Нас содержат читатели. Помогите от 100 рублей.", "Ежемесячно  Разово",
    "Это письмо вышло при поддержке наших друзей из Quillet.",
    "Редакция выбирает товары сама. Покупки могут приносить нам доход.",
    "Мы исправляем ошибки. Напишите, если что-то не так.", "Комментирование этой статьи закрыто.",
    "Войдите, чтобы высказаться", "Пожаловаться на комментарий", "Изменить настройки оповещений",
    "Показать ещё сообщения", "Смотреть старые записи", "1 2 3 Далее", "Входит в группу «Север Медиа»",
    "Copyright 2022. Все материалы принадлежат авторам.", "Работает на WordPress | Тема от Простой студии",
    "Нет статей для показа", "Люди: Анна Колина, Радж Патель", "Популярное на сайте", "О нас говорят",
    "Наведите, чтобы увеличить", "К ингредиентам", "Версия для печати",
    "Приготовили? Поделитесь фото с хештегом #полевая", "Что мы упустили? Напишите в редакцию.",
    "Нам важно ваше мнение. Заполните форму.", "Тысячи вакансий рядом с вами", "Переменная облачность, 14 °C",
    "Выберите язык", "Мы и наши 412 партнёров храним данные на вашем устройстве.", "Обновите браузер.",
    "Фотографии нельзя использовать без разрешения.", "Участвуйте в нашем розыгрыше", NULL};
static const char *const russian_tools_content[] = {
    "В порту один кран, одни часы и ни одного парома.", "Предыдущие записи в журнале вёл его отец.",
    "Приложение сделало его богатым, сказал он.", "Письма читателей тогда спасли причал.",
    "Фонд создан в 1961 году и помог 400 семьям.", "Он подарил лодку музею и покинул остров.",
    "После голосования подали печенье и молоко.", "Что решил совет в понедельник",
    "Главный момент наступил, когда кран встал.", "Цены начинаются от 40 рублей с обедом.",
    "«Без помощи ничего не получится», — сказала мэр.", "Курс акций пароходства упал на треть.",
    "Он следит за новостями в телефоне, как все здесь.", "Номер газеты стоил до войны десять копеек.",
    "Погода и приливы решают, когда отойдёт судно.", "Она дважды была на обложке журнала.",
    "Комментарии под снимком писала его сестра.", "Страницу сделали за одну ночь.",
    "Больше половины пожертвований пришло из деревни.", "Кто больше знает, тот меньше говорит.", NULL};

static const struct language {
    const char *name, *title, *one, *two;
    const char *const *boilerplate, *const *content, *const *tools, *const *tools_content;
} languages[] = {
    {"de", "Die Fähre zur Insel fährt wieder",
     "Die Fähre zur Insel fährt nach fünf Wochen im Dock wieder, wie die Reederei am Montag mitteilte, und die ersten Lastwagen waren schon vor sechs Uhr an Bord.",
     "Die Bauern hatten auf Futter gewartet, und die Schule hatte ihre Kinder zweimal nach Hause geschickt, weil das Schiff, das die Fähre ersetzte, keine Busse laden konnte.",
     german, german_content, german_tools, german_tools_content},
    {"fr", "Le ferry de l’île navigue de nouveau",
     "Le ferry de l’île navigue de nouveau après cinq semaines au chantier, a annoncé lundi la compagnie, et les premiers camions étaient à bord avant six heures du matin.",
     "Les fermiers attendaient du fourrage, et l’école avait renvoyé deux fois ses élèves à la maison, parce que le bateau qui remplaçait le ferry ne pouvait pas charger de bus.",
     french, french_content, french_tools, french_tools_content},
    {"es", "El ferry de la isla navega de nuevo",
     "El ferry de la isla navega de nuevo después de cinco semanas en el astillero, según anunció el lunes la compañía, y los primeros camiones subieron antes de las seis.",
     "Los campesinos esperaban forraje, y la escuela había mandado dos veces a sus alumnos a casa, porque el barco que sustituía al ferry no podía llevar autobuses a la isla.",
     spanish, spanish_content, spanish_tools, spanish_tools_content},
    {"ru", "Паром на остров снова ходит",
     "Паром на остров снова ходит после пяти недель ремонта, сообщила в понедельник компания, и первые грузовики были на борту ещё до шести часов утра, когда причал был пуст.",
     "Фермеры ждали корма, а школа два раза отправляла учеников домой, потому что судно, которое заменяло паром, не могло перевозить ни автобусы, ни топливо для всего острова.",
     russian, russian_content, russian_tools, russian_tools_content},
    {"en", "Ferry to the Island Runs Again",
     "The ferry to the island sails again after five weeks in dock, the company said on Monday, and the first lorries were on board before six in the morning.",
     "Farmers had waited for fodder, and the school had sent its pupils home twice, because the boat that replaced the ferry could carry neither buses nor fuel.",
     english, english_content, english_tools, english_tools_content}};
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
static void expect_removed(const struct language *l, const char *const *lines) {
    uint32_t n = 0, gone = 0;
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n[cleaner]\n");
    for (; lines[n]; n++) add(t, l, NULL, lines[n]);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < n; i++) {
        const int left = has_line(t, i, lines[i]);
        gone += !left;
        if (left) cr_log_info("%s: '%s' stays", l->name, lines[i]);
        cr_expect(has_line(t, i, l->title) && has_line(t, i, l->one) && has_line(t, i, l->two),
                  "%s: '%s' took content along", l->name, lines[i]);
    }
    cr_expect(n >= 40 && 10 * gone >= 9 * n, "%s: %u of %u lines went", l->name, gone, n);
    pl_test_close(t);
}

/* Content between two paragraphs and behind the last, with any preset. */
static void expect_kept(const struct language *l, const char *const *lines, const char *preset) {
    uint32_t n = 0;
    char config[200];
    snprintf(config, sizeof config, "[pipeline]\nstages = cleaner\n[cleaner]\npreset = %s\n",
             preset);
    pl_test *t = pl_test_open(config);
    for (; lines[n]; n++) add(t, l, lines[n], NULL);
    for (uint32_t i = 0; i < n; i++) add(t, l, NULL, lines[i]);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 2 * n; i++)
        cr_expect(has_line(t, i, lines[i % n]), "%s, %s: '%s' went", l->name, preset, lines[i % n]);
    pl_test_close(t);
}

/* ---- languages whose lines stand in a file ---- */

enum { MOST_LINES = 128 };
struct language_file {
    struct language is;
    const char *boilerplate[MOST_LINES], *content[MOST_LINES];
    uint32_t boilerplate_n, content_n;
};

static void add_row(struct language_file *l, char label, const char *line) {
    const char **lines = label == 'b' ? l->boilerplate : l->content;
    uint32_t *n = label == 'b' ? &l->boilerplate_n : &l->content_n;
    if (*n + 1 < MOST_LINES) lines[(*n)++] = line;
}

static char *next_field(char **p) {
    char *field = *p, *tab = strchr(field, '\t');
    *p = tab ? tab + 1 : field + strlen(field);
    if (tab) *tab = 0;
    return field;
}

/* All of gold/lexicon_lines.tsv; the text stays. Returns how many languages there are. */
static uint32_t read_languages(struct language_file *all, uint32_t most) {
    FILE *file = fopen("plugins/cleaner/gold/lexicon_lines.tsv", "r");
    char *row = NULL;
    size_t room = 0;
    uint32_t n = 0;
    cr_assert_not_null(file, "plugins/cleaner/gold/lexicon_lines.tsv is not there");
    for (ssize_t length; (length = getline(&row, &room, file)) > 0; row = NULL, room = 0) {
        row[length - 1] = 0;
        char *p = row + 2;
        if (*row == '#') {
            free(row);
            continue;
        }
        if (*row == '=' && n < most) {
            struct language *l = &all[n++].is;
            l->name = next_field(&p);
            l->title = next_field(&p);
            l->one = next_field(&p);
            l->two = next_field(&p);
        } else
            add_row(&all[n - 1], *row, p);
    }
    free(row);
    fclose(file);
    return n;
}

Test(lexicon, more_languages) {
    enum { LANGUAGES = 6 };
    static struct language_file all[LANGUAGES];
    cr_assert_eq(read_languages(all, LANGUAGES), LANGUAGES);
    for (uint32_t i = 0; i < LANGUAGES; i++) {
        expect_removed(&all[i].is, all[i].boilerplate);
        expect_kept(&all[i].is, all[i].content, "precise"); /* the model may take some, see below */
    }
}

Test(lexicon, takes_out_what_sites_add) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        expect_removed(&languages[i], languages[i].boilerplate);
        expect_removed(&languages[i], languages[i].tools);
    }
}

Test(lexicon, leaves_content_alone) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        expect_kept(&languages[i], languages[i].content, "precise");
        expect_kept(&languages[i], languages[i].content, "balanced");
        /* these speak of what pages say; the model knows such words too, and may take one behind the body */
        expect_kept(&languages[i], languages[i].tools_content, "precise");
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
