### Deutsch

# ---- Pieces
list-or = { $rest } oder { $last }
list-between = { $one }, { $two }
list-sentences = { $one } { $two }
list-and = { $rest } und { $last }
time-left = { $seconds ->
    [0] jeden Moment
   *[other] { $minutes ->
        [0] in weniger als einer Minute
        [one] in etwa einer Minute
       *[other] in etwa { $minutes } Minuten
    }
}
finish = Fertig: { $time }.

# ---- Start and help
start-new = **Hallo!** Ich bin ein Bot, der dein Gesicht aus ein paar Selfies lernt und Porträts von dir in jedem Stil erstellt.
start-collecting = **Willkommen zurück!** Ich habe { $accepted ->
        [0] noch kein brauchbares Selfie von dir
        [one] ein brauchbares Selfie von dir
       *[other] { $accepted } brauchbare Selfies von dir
    }. Schick mehr oder drück auf Fertig.
start-ready = **Willkommen zurück!** Ich kenne dein Gesicht. Probier /portrait { $style } aus oder such dir unten einen Stil aus.
start-training = **Willkommen zurück!** Ich lerne dein Gesicht noch; /queue zeigt, wie weit ich bin.
start-group = **Hallo!** Gesichter sind privat: Schreib mir in einem privaten Chat, dort erstelle ich dein Porträt.
help-title = **Was ich kann**
help-hint = Selfies schicken, auf Fertig drücken, ein Porträt anfordern. Mehr ist es nicht.
help-start = Anfangen oder sehen, wie weit du bist
help-help = Zeigen, was ich kann
help-selfies = Selfies schicken oder hinzufügen
help-alive = Zeigen, dass ich auf den Fotos bin
help-train = Mein Gesicht aus den Selfies lernen
help-portrait = Ein Porträt von mir in einem Stil erstellen
help-styles = Die Stile ansehen
help-gallery = Meine fertigen Bilder
help-show = Einen fertigen Auftrag noch einmal zeigen
help-again = Das letzte Porträt noch einmal
help-queue = Meine wartenden und laufenden Aufträge
help-cancel = Einen Auftrag abbrechen
help-me = Was über mein Aussehen erkannt wurde
help-mydata = Was über mich gespeichert ist
help-export = Alles herunterladen, was über mich gespeichert ist
help-forget = Alles über mich löschen
help-receipt = Die Quittung einer Löschung prüfen
help-language = Meine Sprache wählen
help-privacy = Wie mit meinen Fotos umgegangen wird
help-settings = Meine Standardeinstellungen
help-quota = Was ich heute noch nutzen kann
help-whoami = Meine Kennung hier zeigen
help-report = Ein Bild oder ein Problem melden
help-paysupport = An wen man sich wegen einer Zahlung wendet
help-terms = Was hier verkauft wird und wann es zurückgezahlt wird
help-stats = Statistik dieses Bots
help-ban = Eine Person sperren
help-allow = Eine Person wieder zulassen
help-pause = Keine neuen Aufträge annehmen
help-resume = Wieder Aufträge annehmen
help-audit = Die neuesten Einträge des Protokolls
param-style = Name eines Stils
param-count = Wie viele Bilder, 1 bis 10
param-limit = Bilder pro Tag, 0 bis 1000
param-seed = Seed: gleiche Zahl, gleiches Bild
param-face = Gewicht des Gesichts, 0.5 bis 1.3
param-strength = Gewicht des Stils, 0 bis 1
param-search = Suchwort
param-job = Nummer des Auftrags
param-language = Sprache
param-setting = Was eingestellt wird
param-value = Der neue Wert
param-reason = Was nicht stimmt
param-person = platform:user

# ---- Consent
consent-text = **Vor dem ersten Selfie.** Um dich zu malen, sehe ich mir deine Fotos an und lerne ein Modell deines Gesichts. Die besten Fotos bleiben bei ihm, weil Bilder aus ihnen entstehen; beides wird gelöscht, spätestens wenn ein Jahr lang nichts mit deinem Gesicht gemalt wurde. Das sind biometrische Daten. Sie werden mit deinem eigenen Schlüssel verschlüsselt, und den schließt der Hauptschlüssel der Betreiber dieses Bots ein; sie werden nur für Bilder benutzt, die du bestellst, niemandem sonst gezeigt und mit /forget jederzeit gelöscht. Jedes Bild von mir ist als KI-erzeugt gekennzeichnet. Bist du einverstanden, bist du es auf den Fotos, und bist du mindestens 18 Jahre alt?
consent-text-photos = { $waiting ->
        [one] Das Foto, das du gerade geschickt hast, bleibt
       *[other] Die { $waiting } Fotos, die du gerade geschickt hast, bleiben
    } ungeöffnet, bis du geantwortet hast.
consent-short = Um weiterzumachen, brauche ich noch deine Antwort: Bist du damit einverstanden, wie ich mit deinen Fotos umgehe, bist du das auf den Fotos, und bist du mindestens 18 Jahre alt?
button-read-again = Noch einmal lesen
button-agree = Ich stimme zu, das bin ich, und ich bin 18+
button-disagree = Nein
button-privacy = Mehr erfahren
consent-given = Danke! Schick mir jetzt Selfies: fünf oder mehr, einzeln oder als Album.
consent-refused = In Ordnung. Ich habe keines deiner Fotos behalten. Wenn du es dir anders überlegst, schick /start.
consent-withdraw = **Soll ich alles löschen?** Ich habe noch Fotos von dir oder etwas, das daraus entstanden ist. Ohne deine Zustimmung muss das weg, zusammen mit deinem gelernten Gesicht und allen Bildern, Aufträgen und Einstellungen. Das lässt sich nicht rückgängig machen. Bis du auf Ja drückst, bleibt alles, wie es ist.
consent-changed = Der Text hat sich geändert, seit du zugestimmt hast, deshalb frage ich noch einmal.

# ---- Selfies
selfies-ask = **Schick mir Selfies**, einzeln oder als Album. Ab fünf Fotos wird die Ähnlichkeit viel besser: verschiedenes Licht, verschiedene Winkel, nur du, das Gesicht gut zu sehen, keine Sonnenbrille.
selfies-ask-more = **Schick mir weitere Selfies**, und ich lerne dein Gesicht neu, zusammen mit { $accepted ->
        [one] dem einen, das
       *[other] den { $accepted }, die
    } ich schon habe. Bis dahin kannst du weiter Porträts erstellen.
selfies-status = **Selfies: { $accepted ->
        [0] noch keins brauchbar
        [one] 1 brauchbar
       *[other] { $accepted } brauchbar
    }**
selfies-looking = { $waiting ->
        [one] Ich sehe mir ein Foto an …
       *[other] Ich sehe mir { $waiting } Fotos an …
    }
selfies-line-good = { $number }. ✓ gut
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … wird geprüft
selfies-earlier = … und davor { $count ->
        [one] ein Foto
       *[other] { $count } Fotos
    }
selfies-few = { $accepted ->
        [one] Ein Foto genügt für den Anfang
       *[other] { $accepted } Fotos genügen für den Anfang
    }, aber ab { $recommended } wird die Ähnlichkeit deutlich besser.
selfies-enough = Das genügt für eine gute Ähnlichkeit. Drück auf Fertig oder schick noch mehr.
selfies-none = Schick zum Anfangen ein klares Foto von deinem Gesicht.
selfies-full = Ich habe { $most } Fotos angesehen, mehr geht pro Person nicht. Drück auf Fertig, um weiterzumachen, oder fang mit /forget von vorn an.
selfies-understood = Ich sehe { $looks }. Stimmt das nicht? Korrigiere es mit den Knöpfen.
selfies-two-people = Die Fotos zeigen zwei Personen, beide gleich oft. Welche davon bist du?
button-this-is-me = Auf Foto { $number } bin ich
selfies-under-age = Auf zu vielen dieser Fotos sieht die Person jünger als 18 aus, und ich erstelle nur Bilder von Erwachsenen; deshalb kann ich dieses Gesicht nicht lernen. Wenn du volljährig bist, schick neuere Fotos.
alive-ask = **Zeig, dass du es bist.** Schick innerhalb von { $minutes } Minuten ein Video deines Gesichts (auch als Videonachricht) oder für jeden Schritt ein Foto, in dieser Reihenfolge:
alive-side = Dreh den Kopf zur Seite
alive-up = Heb das Gesicht nach oben
alive-mouth = Mach den Mund weit auf
alive-eyes = Schließ kurz beide Augen
alive-next = Gut. Jetzt der nächste Schritt; danach fehlen noch: { $left }.
alive-late = Das hat zu lange gedauert. Fordere neue Schritte an.
alive-enough = Du hattest heute { $most } Versuche. Morgen kannst du es wieder versuchen, mit anderen Schritten.
alive-needed = Bevor ich dieses Gesicht lerne, möchte ich sehen, dass es deins ist: Zeig es mit ein paar Bewegungen, als Video oder mit Fotos.
alive-done = Danke, du bist es. Was du geschickt hast, ist gelöscht.
alive-no-unreadable = Das kann ich nicht lesen. Schick ein Video oder Fotos deines Gesichts.
alive-no-face = Dein Gesicht war nicht die ganze Zeit zu sehen. Versuch es noch einmal bei gutem Licht.
alive-no-person = Das sieht nicht nach der Person auf deinen Fotos aus.
alive-no-code = Das waren andere Schritte als die verlangten, oder die Reihenfolge stimmt nicht. Mach jeden deutlich und schau dazwischen geradeaus.
button-alive = Zeigen, dass ich es bin
selfies-training = Ich lerne dein Gesicht gerade. Schick weitere Fotos, wenn ich fertig bin, oder brich mit /cancel ab.
selfies-not-looked = Ich konnte mir dieses Foto nicht ansehen. Bitte schick es noch einmal.
selfies-not-set-up = Ich kann noch keine Fotos ansehen, weil dieser Bot noch nicht fertig eingerichtet ist. Der Betreiber weiß Bescheid; versuch es bitte später noch einmal.
button-done = Fertig, lern mein Gesicht
button-correct = Angaben korrigieren
looks-man-young = einen jungen Mann
looks-man-adult = einen Mann
looks-man-mature = einen Mann ab 40
looks-woman-young = eine junge Frau
looks-woman-adult = eine Frau
looks-woman-mature = eine Frau ab 40
looks-age = etwa { $age } Jahre alt
looks-full = **{ $who }**, { $age }
me-none = Ich weiß noch nichts über dein Gesicht. Schick mir zum Anfangen ein Selfie.
me-looks = Ich sehe { $looks }.
me-corrected = Danke. Ab jetzt sehe ich **{ $who }**.
me-retrain = Drück auf Fertig, damit ich dein Gesicht mit dieser Angabe neu lerne.
me-photos = { $accepted ->
        [0] Noch kein brauchbares Foto.
        [one] Auf der Grundlage eines Fotos.
       *[other] Auf der Grundlage von { $accepted } Fotos.
    }
button-man = Mann
button-woman = Frau
button-young = Jünger
button-adult = Erwachsen
button-mature = Ab 40

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Das ist kein Bild. Schick ein Foto als JPEG, PNG, WebP oder HEIC.
photo-unknown-format = Diese Art von Bild kann ich nicht lesen. Schick es als JPEG, PNG, WebP oder HEIC.
photo-broken = Dieses Bild ist beschädigt angekommen. Schick es noch einmal, am besten als Datei.
photo-too-many-pixels = Dieses Bild hat viel zu viele Pixel für mich. Schick ein gewöhnliches Handyfoto.
photo-too-large = Diese Datei ist größer, als ich annehmen kann. Schick sie als Foto statt als Datei.
photo-sticker = Auf einem Sticker sehe ich nichts von dir. Schick ein Foto deines Gesichts.
photo-animated = Das ist eine Animation. Schick ein normales Foto.
photo-no-face = Ich sehe hier kein Gesicht. Schau bei gutem Licht in die Kamera und verdecke das Gesicht nicht.
photo-several-faces = Ich sehe mehr als eine Person. Schick ein Foto, auf dem nur du bist, oder schneide es zu.
photo-face-too-small = Dein Gesicht ist hier zu klein. Geh näher heran oder schneide das Foto zu.
photo-blurred = Dieses Foto ist unscharf. Halt still, wisch die Linse ab und versuch es noch einmal.
photo-bad-light = Das Licht ist zu schwach oder zu hart. Stell dich mit dem Gesicht zum Fenster.
photo-turned-away = Dein Gesicht ist zu weit zur Seite gedreht. Schau mehr in die Kamera.
photo-eyes-closed = Deine Augen sind hier geschlossen. Versuch es mit offenen Augen.
photo-covered = Etwas verdeckt dein Gesicht. Nimm Sonnenbrille, Maske oder Hand weg und versuch es noch einmal.
photo-drawn = Das sieht nach einer Zeichnung oder einem Computerbild aus. Ich brauche ein Foto von dir, mit einer Kamera aufgenommen.
photo-rephotographed = Das sieht aus wie ein Foto von einem Bildschirm oder Ausdruck. Schick das Originalfoto oder mach ein neues.
photo-forwarded = Dieses Foto wurde weitergeleitet. Ich lerne ein Gesicht nur aus Fotos, die du selbst schickst: Wenn du darauf bist, speichere es und schick es noch einmal.
photo-duplicate = Dieses Foto oder ein fast gleiches habe ich schon. Schick ein anderes.
photo-other-person = Das sieht nach einer anderen Person aus als auf deinen übrigen Fotos. Schick nur Fotos derselben Person.
photo-under-age = Diese Person sieht jünger als 18 aus, und ich erstelle nur Bilder von Erwachsenen. Ich kann mich irren: Wenn du das bist, schick ein oder zwei neuere Fotos, die dann zusammen entscheiden, oder schreib dem Betreiber mit /report.
photo-nudity = Nacktheit nehme ich nicht an. Schick ein Foto mit Kleidung, am besten Kopf und Schultern.

# ---- Training
train-no-photos = Ich brauche zuerst mindestens ein brauchbares Selfie. Schick mir ein Foto deines Gesichts.
train-still-looking = Einen Moment, ich sehe mir noch { $waiting ->
        [one] ein Foto
       *[other] { $waiting } Fotos
    } an. Drück gleich danach noch einmal auf Fertig.
train-already = Ich lerne dein Gesicht schon. /queue zeigt, wie weit ich bin.
train-nothing-new = Dein Gesicht kenne ich von diesen Fotos schon. Schick weitere Selfies, um es zu verbessern, oder lass dir ein Porträt machen.
train-queued = Danke! Ich lerne dein Gesicht aus { $photos ->
        [one] einem Foto
       *[other] { $photos } Fotos
    }.
train-done = **Ich kenne dein Gesicht jetzt.** Fertig nach { $minutes ->
        [0] weniger als einer Minute
        [one] etwa einer Minute
       *[other] etwa { $minutes } Minuten
    }, aus { $photos ->
        [one] einem Foto
       *[other] { $photos } Fotos
    }. Welches Porträt soll ich zuerst erstellen?
train-understood = Ich sehe **{ $who }**; mit /me korrigierst du das.
instant-ready = **Ich kann schon Porträts von dir erstellen**, allein mit deinen Fotos. Sie werden ähnlicher, sobald ich dein Gesicht gelernt habe.
button-again-train = Noch einmal
button-relearn = Gesicht neu lernen

# ---- Portraits
portrait-before-training = Ich kenne dein Gesicht noch nicht. Schick mir zuerst ein paar Selfies und drück dann auf Fertig.
portrait-not-trained = Ich habe { $accepted ->
        [one] ein brauchbares Selfie
       *[other] { $accepted } brauchbare Selfies
    } von dir, habe aber noch nicht daraus gelernt. Drück auf Fertig und versuch es dann noch einmal.
portrait-training = Ich lerne dein Gesicht noch. Versuch es wieder, wenn ich mich fertig melde; /queue zeigt, wie weit ich bin.
portrait-scene-picture = Dein Bild steht hinter dir. Ist es ein Selfie zum Lernen deines Gesichts, schick es noch einmal ohne Worte.
portrait-which = Welcher Stil?
portrait-style-elsewhere = Der Stil „{ $name }“ braucht ein größeres Modell, als dieser Bot hat. Hier geht zum Beispiel { $closest }; /styles zeigt alle.
portrait-unknown-style = Einen Stil „{ $name }“ kenne ich nicht. Meinst du { $closest }?
portrait-unknown-style-none = Einen Stil „{ $name }“ kenne ich nicht. /styles zeigt alle.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % Ähnlichkeit
portrait-unlike = { $percent } % Ähnlichkeit (nicht ähnlich genug)
portrait-from-photos = Nur mit Fotos erstellt; ähnlicher wird es, wenn ich dein Gesicht gelernt habe.
portrait-before = Nur mit deinen Fotos waren es { $percent } % Ähnlichkeit.
portrait-outdated = Dein Gesicht wurde mit einer früheren Version des Modells gelernt; lass es mich neu lernen, dann wird es ähnlicher.
portrait-best-unlike = Keins davon ist dir ähnlich genug. Versuch „Ähnlicher“ oder schick weitere Selfies.
portrait-unclean = Aus diesen Fotos konnte ich dich nicht ganz sauber ausschneiden. Ein Foto vor einer ruhigen Wand gibt bessere Bilder.
portrait-withheld = { $count ->
        [one] Ein Bild wird nicht gezeigt, weil Nacktheit darauf war.
       *[other] { $count } Bilder werden nicht gezeigt, weil Nacktheit darauf war.
    }
more-seeds = Seed: { $seeds }
portrait-label = KI-erzeugt · Auftrag { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = KI-erzeugtes Porträt im Stil { $style }
portrait-few-photos = Ich kenne dein Gesicht nur von { $photos ->
        [one] einem Foto
       *[other] { $photos } Fotos
    }; ab { $recommended } wird die Ähnlichkeit deutlich besser. Mit /selfies fügst du welche hinzu.
button-again = Noch einmal
button-like = Ähnlich wie das beste
button-restyle = Anderer Stil
button-closer = Ähnlicher
button-bolder = Mehr Stil
button-delete = Löschen
button-report = Melden
button-more = Mehr …
button-back = Zurück
button-cancel = Abbrechen
button-files = Als Datei
button-apart = Alle { $count } Bilder
stickers-none = Sticker entstehen aus deinen Lieblingsbildern, und du hast noch keine. Markier welche in deiner Galerie und versuch es dann noch einmal mit /stickers.
stickers-nothing-new = Alle deine Lieblingsbilder sind schon Sticker. Markier ein weiteres Bild oder lösch die Sticker, um sie neu zu machen.
stickers-full = Ein Stickerset fasst { $most } Sticker, und deins ist voll. Lösch es, um ein neues anzufangen.
stickers-act = Ich kann aus deinen Lieblingsbildern Sticker machen oder deine Sticker löschen.
stickers-done = Sticker gemacht: { $count }. KI-erzeugt.
stickers-skipped = Ausgelassen, weil darin niemand zu finden war: { $count }.
stickers-nobody = Auf diesen Bildern habe ich niemanden gefunden, also gibt es nichts auszuschneiden. Markier ein Porträt als Lieblingsbild und versuch es noch einmal mit /stickers.
stickers-title = Meine Porträts
stickers-delete-ask = Deine Sticker löschen? Sie verschwinden auch dort, wo sie installiert sind.
stickers-deleted = Deine Sticker sind gelöscht.
button-stickers-delete = Sticker löschen
apart-text = Auftrag { $number }: die Bilder einzeln.
apart-unsure = Beim Senden dieser Bilder wurde ich unterbrochen. Wenn welche fehlen, drück den Knopf noch einmal.
result-too-large = Diese Datei hat { $megabytes } MB; hier lassen sich höchstens { $most } MB senden. Bitte den Betreiber darum.
button-styles = Stile
button-portrait = Porträt: { $style }
button-selfies = Selfies hinzufügen
at-limit-face = Dein Gesicht wirkt schon mit vollem Gewicht. Mehr Selfies helfen besser: /selfies.
at-limit-style = Der Stil wirkt schon mit vollem Gewicht. Versuch einen anderen: /styles.

# ---- Styles
styles-title = **Stile** · { $from }–{ $to } von { $total }
styles-found = **Stile** mit „{ $search }“ · { $from }–{ $to } von { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = { $count } weitere brauchen ein größeres Modell, als dieser Bot hat.
styles-alt = Vorschau des Stils { $title }, mit KI erzeugt
styles-none = Kein Stil passt zu „{ $search }“. Das sind alle.
styles-nothing = Bei diesem Bot sind keine Stile eingerichtet. Bitte sag es dem Betreiber.

# ---- Jobs: queue, progress, cancel
queue-empty = Du hast keine wartenden oder laufenden Aufträge. Mit /portrait forderst du ein Porträt an.
queue-title = **Deine Aufträge**
queue-line = { $number }. { $what }: { $state }
what-enrol = dein Gesicht lernen
what-instant = dich anhand deiner Fotos kennenlernen
what-portrait = Porträts, { $style }
what-inspect = ein Foto ansehen
what-alive = prüfen, ob du es bist
what-other = ein Auftrag
what-stickers = Sticker
what-inspect-garment = Kleidung ansehen
what-tryon = Kleidung anprobieren
state-queued = { $position ->
        [1] als Nächstes dran
       *[other] wartet, Platz { $position }
    }
state-running = läuft
progress-queued = { $what } · { $position ->
        [1] als Nächstes dran
       *[other] Platz { $position } von { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = wird vorbereitet
stage-loading = Modelle werden geladen
stage-preparing = deine Fotos werden vorbereitet
stage-instant = ein erstes Bild aus deinen Fotos; ich lerne weiter
stage-training = Schritt { $done } von { $total }
stage-aside = Pause bei Schritt { $done } von { $total }, solange ein Bild erstellt wird
stage-drawing = Bild wird erstellt, Schritt { $done } von { $total }
stage-cutting = wird ausgeschnitten, { $done } von { $total }
stage-trying = Gewichte für Gesicht und Stil werden ausprobiert
stage-finishing = letzter Schliff, { $done } von { $total }
stage-other = in Arbeit, { $done } von { $total }
cancel-none = Du hast keine wartenden oder laufenden Aufträge.
cancel-which = Welchen Auftrag soll ich abbrechen?
cancel-unknown = Du hast keinen Auftrag { $number }. /queue zeigt deine Aufträge.
cancel-finished = Auftrag { $number } ist schon fertig. /show { $number } zeigt ihn noch einmal.
cancel-done = Auftrag { $number } ist abgebrochen. Er wird nicht auf dein Limit angerechnet.
cancel-by-operator = Der Betreiber dieses Bots hat Auftrag { $number } angehalten. Er wird nicht auf dein Limit angerechnet.
cancel-asked = Auftrag { $number } wird abgebrochen …

# ---- Talking portraits
help-talk = Ein Porträt von mir sprechen lassen
param-text = Was es sagen soll
param-voice = Name einer Stimme, zum Beispiel de-anna
param-motion = Kopfbewegung, 1 bis 46
talk-prompt = Was soll es sagen? Schreib es, oder schick eine Sprachnachricht, eine Audiodatei oder ein Video von bis zu { $seconds } Sekunden. Ich nehme eine Stimme in deiner Sprache, wenn du keine andere wählst.
talk-which = Welches Porträt soll sprechen?
talk-portrait = Auftrag { $number }, Bild { $rank } · { $style }
talk-no-portrait = Du hast noch kein Porträt, das sprechen könnte. Erstell zuerst eins und schick dann die Sprachnachricht noch einmal.
talk-portrait-gone = Dieses Porträt ist nicht mehr da. Mit /portrait bekommst du ein neues.
talk-not-heard = Ich konnte die Aufnahme nicht herunterladen. Bitte schick sie noch einmal.
talk-file-too-large = Diese Datei ist zu groß für mich. Schick eine kürzere Aufnahme oder nur den Ton.
talk-text-too-long = Das ist zu lang für einen Clip: { $characters } Zeichen, erlaubt sind { $most }. Kürz den Text oder mach zwei Clips.
talk-done = **Dein sprechendes Porträt**, { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
}.
talk-voice = Stimme: { $voice }
talk-label = KI-erzeugt · Auftrag { $number }
talk-gif = Der Anfang als GIF. KI-erzeugt.
talk-delete-ask = Den Clip von Auftrag { $number } löschen?
talk-delete-done = Der Clip von Auftrag { $number } ist gelöscht.
button-talk = Sprechen lassen
button-voices = Stimmen
button-motion = Bewegung
button-listen = Anhören
button-note = Videonachricht
button-finer = Schärfer (langsam)
button-gif = Als GIF
voice-which = Welche Stimme? Die Wahl gilt auch für spätere Clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natürlich
        [online] natürlich, online: dein Text geht an Microsoft
       *[robot] Roboter
    })
voice-chosen = Ab jetzt nehme ich { $voice }.
voice-gone = Die Stimme „{ $name }“ gibt es hier nicht mehr. Das Stimmenmenü zeigt die anderen.
voice-none = Bei diesem Bot ist keine Stimme eingerichtet.
voice-soon = { $voice } sagt gleich etwas …
voice-heard = So klingt sie. KI-erzeugt.
voice-sample = Hallo! So klingt dein Porträt, wenn es zu deinen Freunden spricht.
motion-which = Wie soll sich der Kopf bewegen? Die Wahl gilt auch für spätere Clips.
motion-still = Kopf stillhalten
motion-style = Bewegung { $number }
motion-chosen = Ab jetzt: { $motion }.
what-talk = ein sprechendes Porträt
what-speak = eine Hörprobe
stage-looking = Porträt wird angesehen
stage-speaking = Stimme wird vorbereitet
stage-animating = Gesicht wird bewegt, Bild { $done } von { $total }
stage-enhancing = schärferes Bild wird vorbereitet
sound-broken = Ich kann diese Aufnahme nicht lesen. Schick sie als Sprachnachricht, MP3, WAV oder MP4.
sound-no-audio = In dieser Datei ist kein Ton. Schick eine Sprachnachricht oder ein Video mit Ton.
sound-too-long = Das dauert { $seconds } Sekunden, ein Clip darf höchstens { $most } Sekunden lang sein. Schick eine kürzere Aufnahme.
sound-too-short = Das ist zu kurz. Sag wenigstens ein Wort.
sound-silent = Ich höre nichts in dieser Aufnahme. Prüf das Mikrofon und sprich noch einmal.
sound-no-speech = Ich höre darin niemanden sprechen, vielleicht nur Musik oder Lärm. Schick eine Aufnahme, in der jemand spricht.
text-empty = In diesem Text ist nichts, was man vorlesen könnte. Schreib ein paar Wörter.
text-too-long = Dieser Text ist zu lang für einen Clip. Erlaubt sind höchstens { $most } Zeichen.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Eine Stimme „{ $name }“ gibt es nicht. Versuch eine von diesen: { $closest }.
error-voice-unreachable = Die Online-Stimme antwortet nicht. Nimm eine Stimme, die ohne Internet auskommt, oder versuch es später.

# ---- Gallery
gallery-empty = Du hast noch keine Bilder. Mit /portrait bekommst du das erste.
gallery-title = **Deine Porträts** · { $from }–{ $to } von { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] ein Bild
       *[other] { $count } Bilder
    }, bestes { $percent } % Ähnlichkeit
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] ein Bild
       *[other] { $count } Bilder
    }
gallery-show = { $number } zeigen
show-unknown = Du hast keinen Auftrag { $number }. /gallery zeigt deine Bilder.
show-unfinished = Auftrag { $number } hat noch keine Bilder. /queue zeigt, was noch läuft.
show-gone = Die Bilder von Auftrag { $number } sind nicht mehr gespeichert. „Noch einmal“ erstellt neue.
again-none = Es gibt noch nichts zu wiederholen. Mit /portrait bekommst du das erste Bild.
delete-ask = Die Bilder von Auftrag { $number } endgültig löschen?
delete-ask-more = Was daraus gemacht wurde, etwa ein sprechendes Porträt, wird mit gelöscht.
delete-done-more = Was daraus gemacht wurde, ist mit gelöscht.
delete-done = Die Bilder von Auftrag { $number } sind gelöscht.
button-delete-yes = Ja, löschen
button-no = Nein
files-text = { $style } · Seed { $seed }

# ---- Settings and language
settings-title = **Deine Standardeinstellungen**
settings-pictures = Bilder pro Auftrag: { $count }
settings-style = Standardstil: { $style }
settings-style-ask = nachfragen
settings-language = Sprache: { $language }
settings-saved = Gespeichert.
settings-unknown = Eine Einstellung „{ $name }“ gibt es nicht. Einstellen kannst du { $known }.
settings-style-none = beliebig
button-pictures = { $count }
button-language = Sprache
language-ask = Welche Sprache soll ich sprechen?
language-set = Ab jetzt spreche ich Deutsch.
language-unknown = „{ $name }“ spreche ich noch nicht. Ich spreche { $known }.
language-name = Deutsch

# ---- Quota
quota-text = In den letzten 24 Stunden hast du { $used } von { $total } Minuten Rechenzeit verbraucht. Ein Porträt braucht etwa { $portrait } Sekunden, ein Gesicht zu lernen etwa { $training ->
        [one] eine Minute
       *[other] { $training } Minuten
    }.
quota-jobs = Wartend oder laufend: { $queued } von { $most } Aufträgen.
quota-spent = Deine Rechenzeit für heute ist aufgebraucht. Versuch es in { $hours ->
        [one] einer Stunde
       *[other] { $hours } Stunden
    } wieder; /quota zeigt den Stand.
quota-queue = Du hast schon { $most } wartende Aufträge. Lass einen fertig werden oder brich einen mit /cancel ab.
button-stars = Jetzt erstellen für { $stars } ⭐
stars-title = Porträts: { $count }
stars-text = Wird jetzt erstellt, obwohl die Rechenzeit für heute aufgebraucht ist. Klappt es nicht, bekommst du deine Sterne zurück.
stars-gone = Dieses Angebot gilt nicht mehr. Fordere das Porträt noch einmal an.
stars-back = Deine { $stars } ⭐ sind auf dem Weg zurück zu dir: Was du bezahlt hast, wurde nicht erstellt.
stars-support = Fragen zu einer Zahlung? Schreib sie mit /report, der Betreiber dieses Bots liest sie. Was bezahlt und nicht erstellt wurde, wird automatisch zurückgezahlt.
stars-terms = **Was hier verkauft wird.** Ein Porträt über die freie Rechenzeit des Tages hinaus kostet { $stars } ⭐ pro Bild. Es wird sofort erstellt, nach denselben Regeln wie jedes andere. Kann es nicht erstellt werden, wird es angehalten oder zurückgehalten, bekommst du deine Sterne automatisch zurück. Für alles andere gibt es /paysupport.
paused = Ich mache eine kurze Wartungspause und nehme keine neuen Aufträge an. Bitte versuch es später wieder; es geht nichts verloren.

# ---- Privacy
privacy-text = **Deine Fotos, dein Gesicht, deine Regeln.** Fotos, das Modell deines Gesichts und deine Bilder sind mit einem eigenen Schlüssel nur für dich verschlüsselt. Ort und andere versteckte Daten werden aus jedem Foto entfernt. Niemand sonst kann dein Gesicht benutzen, und mit deinen Fotos wird nur dein eigenes Modell trainiert. Außer der Chat-Plattform, die du benutzt, hat nur der Betreiber dieses Bots deine Fotos. Jedes Bild ist als KI-erzeugt gekennzeichnet. Ich erstelle nur Bilder von Erwachsenen und zeige keine Nacktheit. In einem Bild, in das du eingesetzt werden willst, werden die Gesichter anderer nur gefunden und ersetzt. Sie werden nur mit Gesichtern verglichen, die hier von den Betroffenen selbst gesperrt wurden, und nie gelernt oder behalten; das Bild wird etwa eine Stunde nach der letzten Verwendung gelöscht. Eine andere Person kommt nur in ein Bild, wenn sie vorher selbst Ja gesagt hat, und nur in dieses eine. /mydata zeigt, was gespeichert ist, /export schickt es dir, /forget löscht es, indem dein Schlüssel vernichtet wird.
mydata-title = **Was über dich gespeichert ist**
mydata-consent = Einwilligung: Version { $version }, erteilt am { $date }.
mydata-no-consent = Einwilligung: nicht erteilt.
mydata-faces = Gelernte Gesichter: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Erstellte Bilder: { $count }
mydata-files = Dateien: { $count }, zusammen { $megabytes } MB
mydata-jobs = Aufträge: { $count }
mydata-language = Sprache: { $language }
mydata-next = /export schickt dir alles, /forget löscht es.
export-ready = Alles, was über dich gespeichert ist, in einem Archiv. Bewahr es sicher auf: Es enthält deine Fotos.
export-parts = Alles, was über dich gespeichert ist, in { $count } Archiven, weil eines zu groß wäre. Jedes lässt sich einzeln öffnen; `about.json` liegt im ersten. Endet ein Dateiname auf .001, liegen die übrigen Teile dieser Datei in den folgenden Archiven: Füg sie der Reihe nach zusammen. Bewahr die Archive sicher auf: Sie enthalten deine Fotos.
export-part = Archiv { $number } von { $count }.
export-impossible = Dieser Bot ist ohne Export eingerichtet. Bitte frag den Betreiber.
forget-ask = **Alles löschen?** Deine Fotos, dein gelerntes Gesicht, alle Bilder, Aufträge und Einstellungen. Das lässt sich nicht rückgängig machen.
button-forget = Ja, alles löschen
forget-done = **Alles ist gelöscht.** Gelöscht: { $parts }. Dein Schlüssel ist vernichtet, keine Kopie lässt sich mehr öffnen. Auch die Bilder, die ich dir geschickt habe, sind aus unserem Chat entfernt. Auf Wiedersehen! Mit /start fängst du neu an.
forget-yours = Was du mir geschickt hast, bleibt in diesem Chat, bis du es löschst.
forget-receipt = Falls du das einmal prüfen willst, heb diese Quittung auf: **{ $code }**. Mit /receipt und diesem Code erfährst du, ob das Konto gelöscht ist; sie nennt niemanden.
receipt-erased = Das Konto zu dieser Quittung wurde am { $date } gelöscht, und hier ist nichts mehr davon gespeichert.
receipt-unknown = Eine Quittung mit diesem Code kenne ich nicht. Prüf die Buchstaben.
forget-day = Was du heute von deinen Tagesgrenzen verbraucht hast, zählt bis morgen weiter, unter einem Code ohne deinen Namen.
pictures-gone = Diese Bilder sind gelöscht.
message-gone = Diese Nachricht ist gelöscht: Jemand, der darin genannt war, ist nicht mehr hier.
forget-selfies = { $count ->
        [one] ein Selfie
       *[other] { $count } Selfies
    }
forget-faces = { $count ->
        [one] ein gelerntes Gesicht
       *[other] { $count } gelernte Gesichter
    }
forget-pictures = { $count ->
        [one] ein Bild
       *[other] { $count } Bilder
    }
forget-jobs = { $count ->
        [one] ein Auftrag
       *[other] { $count } Aufträge
    }
forget-account = dein Konto mit allen Einstellungen
forget-kept = Es wurde nichts geändert.
report-ask = Was stimmt nicht? Schreib es einfach. Der Betreiber dieses Bots liest es und sieht das Bild dazu.
report-thanks = Danke. Deine Meldung ist beim Betreiber dieses Bots angekommen.
report-where = Um ein Bild in dieser Gruppe zu melden, antworte darauf mit /report. Alles andere meldest du im privaten Chat mit mir.
report-why = Was stimmt damit nicht? Der Betreiber dieses Bots sieht das Bild und deine Antwort.
report-reason-not-me = Das bin ich nicht
report-reason-offensive = Es ist anstößig
report-reason-minor = Jemand darauf ist unter 18
report-reason-other = Etwas anderes
report-undo = Meldung zurücknehmen
report-undone = Deine Meldung ist zurückgenommen.
report-settled = Über diese Meldung wurde schon entschieden.
report-gone = Diese Meldung gibt es nicht mehr.
report-limit = Du hast heute schon { $most } Meldungen geschickt. Der Betreiber dieses Bots hat sie; morgen kannst du wieder welche schicken.
report-taken-back = Meldung { $number } wurde zurückgenommen.
report-dismiss = Verwerfen
report-ban = Sperren
report-dismissed = Meldung { $number } ist verworfen.

# ---- Admin
whoami = Deine Kennung hier ist `{ $name }`. Der Betreiber macht dich zum Admin, indem er sie in ADMIN_IDS einträgt.
whoami-admin = Deine Kennung hier ist `{ $name }`, und du bist Admin.
alert-model-missing = Ein Auftrag ist fehlgeschlagen, weil ein Modell fehlt: { $component }. Lade es mit `{ $how }` herunter; den Leuten wird gesagt, dass der Bot noch nicht eingerichtet ist.
alert-model-damaged = Ein Auftrag ist fehlgeschlagen, weil ein Modell beschädigt ist: { $component }. Repariere es mit `{ $how }`.
admin-stats = **Statistik**
admin-stats-people = Personen: { $people }
admin-stats-jobs = Aufträge: { $queued } wartend, { $running } laufend, { $done } fertig, { $failed } fehlgeschlagen
admin-stats-paused = Neue Aufträge: { $paused ->
        [yes] angehalten
       *[no] angenommen
    }
admin-unknown-person = Ich kenne niemanden namens „{ $person }“. Ich brauche die Kennung, etwa `telegram:12345`; /whoami nennt sie.
admin-not-yourself = Dich selbst und andere Admins kannst du nicht sperren.
admin-banned = { $person } ist gesperrt. Abgebrochene Aufträge: { $count }.
admin-allowed = { $person } darf den Bot wieder benutzen.
admin-paused = Angehalten: Es werden keine neuen Aufträge angenommen. /resume macht weiter.
admin-resumed = Neue Aufträge werden wieder angenommen.
help-jobs = Sehen, was für alle wartet und läuft, und es anhalten
jobs-title = **Wartet und läuft**
jobs-line = { $number }. { $kind }: { $state ->
        [running] läuft
       *[queued] wartet
    }
jobs-stopped = Auftrag { $number } ist angehalten. Wer ihn gegeben hat, erfährt es.
jobs-stopped-of = Angehaltene Aufträge von { $person }: { $count }.
jobs-none = Nichts wartet, nichts läuft.
jobs-unknown = Diesen Auftrag gibt es nicht, oder er ist schon zu Ende.
button-stop-job = Anhalten:
admin-audit-title = **Protokoll, Neuestes zuerst**
admin-audit-empty = Das Protokoll ist leer.

# ---- Answers to what does not fit
banned = Du kannst diesen Bot nicht mehr benutzen. Wenn du das für einen Irrtum hältst, wende dich an den Betreiber.
flood = Etwas langsamer, bitte. Versuch es in { $seconds ->
        [one] einer Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
private-only = Gesichter sind privat. Schreib mir in einem privaten Chat und versuch es dort.
anonymous-admin = Du schreibst im Namen der Gruppe, deshalb kann ich nicht wissen, wessen Gesicht gemeint ist. Schalte „Anonym bleiben“ kurz aus, oder schreib mir in einem privaten Chat.
result-not-allowed = In diesem Chat darf ich schreiben, aber keine Bilder oder Dateien senden. Die Admins können es erlauben; in einem privaten Chat kann ich es dir immer schicken.
unknown-command = Den Befehl /{ $name } gibt es nicht. Meinst du { $closest }?
unknown-command-none = Den Befehl /{ $name } gibt es nicht. /help zeigt, was ich kann.
unknown-button = Dieser Knopf funktioniert nicht mehr. Mit /start geht es weiter.
edited-instead = Du hast deine Nachricht geändert, also mache ich, was jetzt darin steht.
said-most = Ich kann höchstens { $most } Bilder auf einmal machen.
said-caption-later = Dieses Foto nehme ich zuerst als Selfie. Sobald ich dein Gesicht kenne, sag noch einmal „{ $style }“.
said-new = Schick mir zum Anfangen ein Selfie, oder /help, um zu sehen, was ich kann.
said-collecting = Ich sammle deine Selfies. Schick Fotos oder drück auf Fertig.
said-ready = Das habe ich nicht verstanden. Beschreib einen Stil mit deinen eigenen Worten, etwa „Cyberpunk, lächelnd“, oder wähl einen aus:
said-offer = Meinst du einen von diesen?
said-thanks = Gern geschehen! Soll ich noch eins machen?
said-unused = Mit diesen Wörtern konnte ich nichts anfangen: { $words }.
argument-missing = Dazu brauche ich noch: { $name }. Häng es an den Befehl an.
argument-not-a-number = { $name }: Das muss eine Zahl sein, nicht „{ $value }“.
argument-out-of-range = { $name }: Der Wert muss zwischen { $least } und { $most } liegen.
argument-too-small = { $name } muss mindestens { $least } sein.

# ---- Errors of the engine: what happened and what to do next
error-engine = Bei mir ist etwas schiefgegangen. Es wird nicht auf dein Limit angerechnet; bitte versuch es noch einmal.
error-bad-photo = Eines der Fotos ist nicht zu gebrauchen. { $sentence }
error-not-enough-photos = Ich brauche { $needed ->
        [one] mindestens ein brauchbares Foto
       *[other] mindestens { $needed } brauchbare Fotos
    } und habe { $usable }. Schick mir weitere Selfies.
error-unknown-style = Den Stil „{ $name }“ gibt es nicht mehr. /styles zeigt alle.
error-style-not-here = Mit dem jetzigen Modell dieses Bots geht der Stil „{ $name }“ nicht. Bitte wähl einen aus /styles; der Betreiber kann ihn mit `{ $how }` hinzufügen.
error-bad-adapter = Die Datei dieses Stils ist beschädigt oder für ein anderes Modell gemacht. Bitte wähl einen anderen Stil; der Betreiber findet den Grund mit `python -m bot styles`.
error-bad-base = Das Basismodell dieses Bots ({ $name }) ist nicht richtig beschrieben. Der Betreiber findet den Grund mit `python -m bot doctor`.
error-other-base = Dieser Bot hat jetzt ein anderes Modell, dein Gesicht wurde mit dem alten gelernt. Schick /selfies und drück auf Fertig, um es neu zu lernen.
error-no-identity = Ich kenne dein Gesicht noch nicht. Schick mir zuerst Selfies und drück dann auf Fertig.
error-under-age = Die Person auf diesen Fotos sieht jünger als 18 aus, und ich erstelle nur Bilder von Erwachsenen. Wenn du das bist, schick neuere Fotos.
error-child-in-picture = In diesem Bild ist vielleicht ein Kind, deshalb setze ich niemanden ein und lasse es nicht sprechen. Nimm ein anderes Bild.
error-portrait-covered = In diesem Bild verdeckt etwas den Mund, zum Beispiel eine Maske oder eine Hand; so kann es nicht sprechen. Nimm eins mit freiem Gesicht.
error-unsafe-picture = Die Bilder werden nicht gezeigt, weil Nacktheit darauf war. Versuch einen anderen Stil oder drück auf „Noch einmal“.
error-content-refused = { $category ->
    [sexual] Sexuelles über echte Menschen zeige und sage ich nicht. Formulier es anders oder nimm etwas anderes.
    [minors] Kinder und Jugendliche kommen nicht in solche Bilder, und ich mache niemanden zum Kind. Nimm etwas anderes.
    [violence] Gewalt gegen Menschen und Drohungen zeige und sage ich nicht. Nimm etwas anderes.
    [figures] Ich mache niemanden zu einer bekannten Person, und niemand gibt sich hier als eine aus. Lass den Namen weg.
    [hate] Hass und Beschimpfungen zeige und sage ich nicht. Formulier es anders.
    [documents] Für gefälschte Papiere oder Papiere auf einen anderen Namen mache ich keine Bilder. Nimm etwas anderes.
   *[operator] Der Betreiber dieses Bots erlaubt diese Wörter nicht. Formulier es anders.
}
error-unfit-portrait = Dieses Bild lässt sich nicht zum Sprechen bringen. Versuch ein anderes Porträt.
error-portrait-without-face = Ich sehe auf diesem Bild kein Gesicht, also kann es nicht sprechen. Versuch ein anderes Porträt.
error-portrait-face-too-small = Das Gesicht auf diesem Bild ist zum Sprechen zu klein. Nimm eins mit größerem Gesicht oder schneide das Bild zu.
error-portrait-turned-away = Der Kopf auf diesem Bild ist zum Sprechen zu weit zur Seite gedreht. Nimm ein Porträt mit Blick in die Kamera.
error-weight-missing = Dieser Bot ist noch nicht fertig eingerichtet: Ihm fehlt ein Modell ({ $component }). Der Betreiber weiß davon und kann es mit `{ $how }` herunterladen.
error-weight-corrupt = Ein Modell dieses Bots ist beschädigt ({ $component }). Der Betreiber kann es mit `{ $how }` reparieren.
error-source-unreachable = Ein Modell ({ $component }) ließ sich gerade nicht herunterladen. Bitte versuch es später wieder.
error-out-of-memory = Der Rechner hatte zu wenig Speicher. Nimm weniger Bilder auf einmal oder versuch es später wieder.
error-base-too-large = Das Basismodell dieses Bots ({ $name }) passt nicht auf diesen Rechner: weder die Grafikkarte noch der Arbeitsspeicher ist groß genug. Der Betreiber kann mit ENGINE_BASE ein anderes wählen; `python -m bot doctor` sagt mehr.
error-needs-cuda = Das Basismodell dieses Bots ({ $name }) läuft nur auf einer Grafikkarte mit CUDA oder ROCm, und dieser Rechner hat keine. Der Betreiber kann mit ENGINE_BASE ein anderes wählen.
error-device-lost = Die Grafikkarte hat dreimal hintereinander nicht mehr geantwortet. Es wird nicht auf dein Limit angerechnet; bitte versuch es später wieder.
error-not-a-number = Das Modell hat ungültige Zahlen geliefert und kein Bild. Es wird nicht auf dein Limit angerechnet. Versuch einen anderen Stil oder ein kleineres Gewicht; der Betreiber kann die Dateien mit `python -m bot weights verify` prüfen.
error-disk-full = Die Festplatte des Rechners ist voll, deshalb konnte ich dein Ergebnis nicht speichern. Es ist nichts verloren; bitte versuch es später wieder.
error-files-unreachable = Der Speicher für deine Bilder antwortet gerade nicht, deshalb konnte ich das nicht sichern. Es ist nichts verloren; bitte versuch es später wieder.
files-wait = Das muss warten: Der Speicher für deine Bilder antwortet gerade nicht. Es ist nichts verloren, und ich mache damit weiter, sobald er antwortet.
files-too-many = Das ist mehr, als ich auf einmal annehme. Schick den Rest in zehn Minuten.
error-cancelled = Abgebrochen, wie du wolltest. Es wird nicht auf dein Limit angerechnet.
error-worker-died = Dieser Auftrag ist mehrmals fehlgeschlagen. Er wird nicht auf dein Limit angerechnet; bitte versuch es noch einmal.
error-laid-aside = Dieses Training wurde für ein Bild zurückgestellt und ging nicht weiter. Es wird nicht auf dein Limit angerechnet; bitte versuch es noch einmal.

# ---- Forms
button-tune = Ändern und wiederholen …
menu-talk = Sprechen lassen
file-parts = Diese Datei ist größer, als Discord erlaubt, darum kommt sie in { $count } Teilen. Speichere sie in einem Ordner und öffne { $name } mit einem Programm wie 7-Zip, das die Teile zusammenfügt.
form-selfies = Selfies
form-photos = Bis zu zehn Selfies
form-photos-hint = Nur du, Gesicht gut zu sehen, verschiedenes Licht und verschiedene Winkel.
form-agree = Ich stimme zu, das bin ich, und ich bin 18+
form-agree-hint = Ohne deine Zustimmung bleiben die Fotos ungeöffnet.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = Meine Lieblingsbilder
help-stickers = Sticker aus meinen Lieblingsbildern machen
help-presets = Meine gespeicherten Vorlagen
help-link = Dasselbe Konto auf einer anderen Plattform nutzen
help-post = Ein fertiges Bild von mir in dieser Gruppe zeigen
help-reports = Was gemeldet wurde
help-setquota = Rechenzeit einer Person pro Tag festlegen
help-adult = Bestätigen, dass eine Person volljährig ist
help-setstyle = Einen Stil aus- oder einschalten
help-broadcast = Allen schreiben, die Neuigkeiten wollen
help-limit = Wie viele Bilder pro Tag diese Gruppe sehen darf
param-do = use, save oder delete: nutzen, speichern, löschen
param-act = make (machen) oder delete (löschen)
param-name = Name der Vorlage
param-code = Code von der anderen Plattform oder Einladungscode
param-receipt = Code der Quittung
param-picture = Welches Bild des Auftrags
param-minutes = Minuten pro Tag; leer: das allgemeine Limit
param-state = on oder off: an oder aus
button-favourite = Lieblingsbild
button-favourites = Meine Lieblingsbilder
button-gallery = Meine Bilder
favourites-empty = Du hast noch keine Lieblingsbilder. Drück unter einem Porträt auf „Lieblingsbild“: Dann bleibt es, bis du es löschst.
favourites-title = **Deine Lieblingsbilder** · { $from }–{ $to } von { $total }
favourites-caption = Auftrag { $number }, Bild { $rank } · { $style }
favourites-which = Welches Bild von Auftrag { $number }? Drück noch einmal auf ein markiertes, um es abzuwählen.
favourites-pick = Bild { $rank }
favourites-added = ★ Bild { $rank } von Auftrag { $number } ist jetzt ein Lieblingsbild und bleibt, bis du es löschst.
favourites-removed = Bild { $rank } von Auftrag { $number } ist kein Lieblingsbild mehr und wird wie die anderen irgendwann gelöscht.
presets-none = Du hast noch keine Vorlagen. Unter einem Porträt, hinter „Mehr …“, speichert ein Knopf dessen Einstellungen.
presets-title = **Deine Vorlagen**
presets-line = **{ $name }**: { $style } × { $count }
button-keep-preset = Als Vorlage speichern
presets-ask = Wie soll diese Vorlage heißen?
presets-placeholder = Urlaub
presets-draw = { $name } benutzen
presets-saved = Gespeichert als **{ $name }**: { $style }, aus Auftrag { $number }.
presets-deleted = Die Vorlage „{ $name }“ ist gelöscht.
presets-unknown = Du hast keine Vorlage „{ $name }“. /presets zeigt, welche du hast.
presets-full = Du hast { $most } Vorlagen, mehr geht nicht. Lösch zuerst eine in /presets.
link-code =
    Dein Link-Code: **{ $code }**
    Schick mir auf der anderen Plattform innerhalb von { $minutes } Minuten `/link { $code }`. Der Code gilt einmal, und nichts wird verbunden, bevor du es dort bestätigt hast. Gib ihn niemandem: Wer ihn hat, kann dein Konto übernehmen.
link-ask = **Beide Konten verbinden?** Nur eines kann bleiben; alles im anderen wird gelöscht. Mach nur weiter, wenn du diesen Code selbst erstellt hast: Sonst bekommt jemand anderes dein Konto.
link-there = Dort (woher der Code kommt): Gesichter { $faces }, Bilder { $pictures }, offene Aufträge { $jobs }
link-here = Hier: Gesichter { $faces }, Bilder { $pictures }, offene Aufträge { $jobs }
link-two-faces = In beiden Konten ist ein Gesicht gelernt. Gesichter werden nie vermischt: Es gilt das des Kontos, das bleibt.
link-warning = Was gelöscht wird, lässt sich nicht wiederherstellen; hol es dir vorher mit /export.
button-link-there = Das andere Konto behalten
button-link-here = Dieses Konto behalten
link-asked = Ich habe auf { $platform } nachgefragt, wo der Code erstellt wurde. Antworte dort innerhalb von zehn Minuten; bis dahin ändert sich nichts. Dort siehst du die Nummer **{ $check }**: Ist es eine andere, sag Nein.
link-confirm = **Bist du das?** { $name } auf { $platform } hat den Code eingegeben, den du hier erstellt hast, und möchte dein Konto mitbenutzen: dein Gesicht, deine Bilder und alle deine Rechte. { $kept } Sag nur Ja, wenn du es warst und dort auch die Nummer **{ $check }** steht.
link-keeps-yours = Dieses Konto bleibt, das andere wird gelöscht.
link-keeps-theirs = Das andere Konto bleibt; **dieses wird gelöscht**, mit Gesicht und Bildern.
button-link-yes = Ja, das bin ich
button-link-no = Nein, das bin ich nicht
link-declined = Dort, wo der Code erstellt wurde, wurde abgelehnt. Alles bleibt, wie es ist.
link-kept = Es wurde nichts verbunden, und der Code gilt nicht mehr. Falls ihn jemand gesehen hat, erstell mit /link einen neuen.
link-done = **Verbunden.** Beide Plattformen benutzen jetzt dasselbe Konto; mit /start geht es weiter.
link-told = Dein Konto hier wurde gerade mit einem auf { $platform } verbunden. Wenn du das nicht warst, schreib sofort dem Betreiber dieses Bots.
link-wrong = Dieser Code ist falsch oder abgelaufen. Hol dir mit /link auf der anderen Plattform einen neuen.
link-tries = Zu viele falsche Codes. Versuch es in { $minutes } Minuten wieder.
link-same = Dieser Code gehört zu genau diesem Konto. Gib ihn auf der anderen Plattform ein.
post-where = /post zeigt ein Bild in einer Gruppe. Benutz es dort.
post-label = KI-erzeugt · { $style }
post-limit = In dieser Gruppe dürfen pro Tag höchstens { $most } Bilder gezeigt werden. Versuch es später wieder.
limit-where = /limit gilt für eine Gruppe. Benutz es dort.
limit-set = Bilder pro Tag in dieser Gruppe: { $most }.
setquota-done = { $person } darf pro Tag { $minutes } Minuten Rechenzeit nutzen.
setquota-general = Für { $person } gilt wieder das allgemeine Limit.
adult-on = Die Altersprüfung hält { $person } jetzt für volljährig, außer auf Fotos, die eindeutig ein Kind zeigen. Alle Admins sehen das in /audit.
adult-off = Für { $person } entscheidet wieder die Altersprüfung.
setstyle-none = Kein Stil ist ausgeschaltet. Ein Druck schaltet einen aus.
setstyle-list = Ausgeschaltet: { $names }. Ein Druck schaltet um.
setstyle-off = Der Stil `{ $name }` ist ausgeschaltet.
setstyle-on = Der Stil `{ $name }` ist eingeschaltet.
broadcast-ask = Das geht an { $count } Personen, je eine Nachricht; wer Neuigkeiten abbestellt hat, bekommt nichts. Senden?
broadcast-sent = Wird an { $count } Personen gesendet.
button-send = Senden
button-no-news = Abbestellen
news-off = Verstanden, keine Neuigkeiten mehr. /settings schaltet sie wieder ein.
reports-none = Niemand hat etwas gemeldet.
reports-title = **Meldungen, neueste zuerst**
reports-job = Auftrag { $number }
reports-general = allgemein
reports-line = { $number }. { $person } über { $about }: { $reason } ({ $state ->
        [dismissed] verworfen
        [banned] Person gesperrt
       *[open] offen
    })
reports-show = { $number } ansehen
reports-person = ein Bild von { $person }
settings-news = Neuigkeiten vom Betreiber: { $news ->
        [off] nein
       *[on] ja
    }
button-news-on = Neuigkeiten: an
button-news-off = Neuigkeiten: aus
quota-kind = Das geht hier { $most }-mal in 24 Stunden, und so oft hast du es schon benutzt. Versuch es später wieder; /quota zeigt den Stand.
quota-enrol = Gesichter gelernt: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
quota-portrait = Porträt-Aufträge: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
quota-talk = Sprechende Porträts: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
mydata-favourites = Lieblingsbilder: { $count }
mydata-presets = Vorlagen: { $count }
mydata-reports = Gesendete Meldungen: { $count }
mydata-platforms = Plattformen, die du benutzt: { $names }
platform-local = Web-App
forget-favourites = { $count ->
        [one] ein Lieblingsbild
       *[other] { $count } Lieblingsbilder
    }
forget-presets = { $count ->
        [one] eine Vorlage
       *[other] { $count } Vorlagen
    }
forget-reports = { $count ->
        [one] eine Meldung
       *[other] { $count } Meldungen
    }
fusion-turned-away = Der Kopf ist hier zu weit gedreht, um dein eigenes Gesicht einzusetzen.
fusion-turned = Der Kopf ist hier gedreht, deshalb wurde weniger von deinem eigenen Gesicht eingesetzt.
fusion-glasses = Nur auf dem Foto oder nur auf dem Bild ist eine Brille, deshalb wurde weniger von deinem eigenen Gesicht eingesetzt.
fusion-not-nearer = Dein eigenes Gesicht einzusetzen hat hier die Ähnlichkeit nicht verbessert, deshalb bleiben diese Bilder, wie sie waren.
looks-person-young = eine junge Person
looks-person-adult = eine Person
looks-person-mature = eine Person ab 40
button-person = Keine Angabe
me-tags = Auf deinen Fotos: { $tags }.
tag-glasses = Brille
tag-sunglasses = Sonnenbrille
tag-smiling = lächelnd
tag-open-mouth = offener Mund
tag-closed-eyes = geschlossene Augen
tag-raised-eyebrows = hochgezogene Brauen
tag-looking-up = Blick nach oben
tag-pursed-lips = gespitzte Lippen
tag-hat = Hut
tag-scarf = Schal
tag-suit = Anzug
tag-tie = Krawatte
tag-uniform = Uniform
tag-necklace = Halskette
error-bad-template = In dieses Bild lässt sich niemand einsetzen. Nimm ein anderes.
error-no-face-in-template = In diesem Bild sehe ich kein Gesicht, das ich durch deins ersetzen könnte. Schick eins mit gut sichtbarem Gesicht.
error-nobody-placed = Jede Person braucht genau einen Platz. Wähl noch einmal, wer wohin kommt.
error-no-such-face = Ein freies Gesicht { $number } gibt es in diesem Bild nicht; Gesichter im Bild: { $faces }. Wähl eine andere Nummer.
error-unfit-face = Gesicht { $number } { $reason ->
        [child] sieht jünger als 18 aus
        [too-small] ist zu klein
       *[other] ist zu weit weggedreht
    }. Wähl ein anderes oder ein anderes Bild.
error-spoilt-portrait = Aus keinem deiner Fotos wird in diesem Stil ein gutes Bild: { $fault ->
        [eyes] die Augen passen nicht zueinander
        [face] das Gesicht ist fleckig oder verzerrt
        [blur] das Gesicht ist nicht scharf
        [hair] ein Teil der Haare fehlt oder ist verschmiert
        [background] man sieht um dich den alten Hintergrund
        [cut] man sieht den Rand des Fotos
       *[other] das Gesicht sieht dir nicht ähnlich
    }. Versuch einen anderen Stil oder Ausschnitt, oder schick mir ein Foto mit ruhigem Hintergrund.
error-spoilt-template = Ich habe mehrere deiner Fotos ausprobiert, und keines sieht in diesem Bild richtig aus: { $fault ->
        [eyes] die Augen passen nicht zueinander
        [turned] der Kopf ist weiter gedreht als auf deinen Fotos
        [blur] das Gesicht ist unschärfer als seine Umgebung
        [marred] das Gesicht ist fleckig oder verzerrt
        [neck] Gesicht und Hals haben verschiedene Farben
        [seam] man sieht den Rand des Gesichts
        [age] das Gesicht sieht jünger als 18 aus
       *[other] das Gesicht sieht dir nicht ähnlich
    }. Versuch ein anderes Bild, oder lass mich dein Gesicht aus mehr Fotos lernen.
error-bad-garment = In dieser Kleidung kann ich dich nicht zeigen. Schick ein Bild von einem Erwachsenen, der sie trägt, von vorn, mit Gesicht und dem ganzen Kleidungsstück.
error-no-garment = { $reason ->
        [bare] In diesem Bild sehe ich jemanden, kann die Kleidung aber nicht von Haut und Hintergrund unterscheiden. Schick ein Bild von einer Person, die sie trägt, von vorn und mit dem ganzen Kleidungsstück.
        [ground] Ich sehe Kleidung, die niemand trägt, vor einem Hintergrund, von dem ich sie nicht unterscheiden kann. Schick ein Bild von einer Person, die sie trägt, von vorn und mit dem ganzen Kleidungsstück.
        [corrected] Deine Korrekturen lassen von der Kleidung nichts übrig. Nimm eine davon zurück.
       *[nobody] In diesem Bild sehe ich weder jemanden noch Kleidung. Schick ein Bild von einer Person, die sie trägt, von vorn und mit dem ganzen Kleidungsstück.
    }
error-no-such-garment = Ein Kleidungsstück { $number } gibt es in diesem Bild nicht; ich habe { $garments } gefunden. Wähl eine andere Nummer.
error-garment-not-worn = Diese Kleidung liegt oder hängt da, niemand trägt sie, und hier kann ich sie keinem Körper anziehen. Schick ein Bild von jemandem, der sie trägt, mit dem Gesicht zur Kamera, etwa das Foto des Ladens mit einem Model.
error-narrow-photos = Auf allen deinen Fotos, die passen würden, ist der Kopf oben abgeschnitten. Schick mir eines aus einem Schritt mehr Abstand: der ganze Kopf mit etwas Platz über den Haaren, der Hals frei, der Blick zur Kamera.
error-beard-cut = In diesen Kleidern wäre dein Bart am Kinn abgeschnitten, und auf keinem deiner Fotos erkenne ich ihn ganz. Schick mir eines aus einem Schritt mehr Abstand bei Tageslicht: der ganze Kopf mit dem ganzen Bart, der Blick zur Kamera, vor einer glatten Wand in anderer Farbe.
error-garment-too-small = Dieses Bild ist zu klein: Die kürzere Seite hat { $pixels } Pixel, ich brauche { $needed }. Schick ein größeres.
error-unfit-head = Die Person, die das trägt, { $reason ->
        [child] sieht jünger als 18 aus, und ich ersetze nur Gesichter Erwachsener. Schick ein Bild, auf dem ein Erwachsener es trägt
        [too-small] ist im Bild zu klein für dein Gesicht. Schick ein größeres Bild oder eines aus der Nähe
        [turned-away] ist zu weit weggedreht für dein Gesicht. Schick ein Bild von vorn
       *[other] zeigt kein Gesicht, das ich durch deines ersetzen könnte: abgeschnitten, verdeckt oder von hinten. Schick ein Bild, auf dem man den ganzen Kopf von vorn sieht
    }.
error-scene-not-here = Das Basismodell hier kann nur Gesichter, also keinen Hintergrund nach Worten. Wähl einen der fertigen Hintergründe.
error-dresser-not-here = So, wie dieser Bot Menschen anziehen soll ({ $name }), geht es mit seinem Basismodell ({ $base }) nicht. Der Betreiber kann das ändern: TRYON_BACKENDS.
background-keep = wie im Bild
background-white = Weiß
background-grey = Grau
background-studio = Studio
background-evening = Abend
background-beach = Strand
background-woods = Wald
background-city = Stadt
background-bar = Bar
part-face = Gesicht
part-hair = Haare
part-skin = Haut
part-body = Körper
part-background = Hintergrund
part-clothes = Kleidung
button-private = Zum privaten Chat

# ---- Into a picture, and into clothes
help-inpaint = Mich in ein Bild einsetzen
help-tryon = Mich in der Kleidung aus einem Bild zeigen
help-accept = Mein Gesicht für das Bild einer anderen Person leihen
param-template = Name eines fertigen Bildes
param-background = Der Hintergrund hinter mir
param-scene = Ein Hintergrund in Worten oder der Name einer Szene
menu-inpaint = Mich einsetzen
menu-tryon = Das anprobieren
what-inspect-template = ein Bild ansehen
what-template = dich in ein Bild einsetzen
title-template = In ein Bild
title-tryon = Anprobe
somebody = jemand
picture-one-of-album = Ich nehme immer nur ein Bild: das erste deines Albums. Die anderen habe ich nicht behalten.
inpaint-prompt = **In welches Bild soll ich dich einsetzen?** Schick es jetzt. Gesichter darin werden nur gefunden und ersetzt, nie verglichen oder gelernt, und das Bild wird etwa eine Stunde nach der letzten Verwendung gelöscht.
inpaint-found = { $count ->
        [one] Ich sehe ein Gesicht. Ich ersetze es durch deins.
       *[other] Ich sehe { $count } Gesichter. Nur Gesicht { $face } lässt sich ersetzen, also nehme ich das für dich.
    }
inpaint-place = Der freie Platz darin ist für dich.
inpaint-places = **{ $count } Plätze. Wer kommt wohin?** Leere Plätze fallen weg, und die anderen rücken zusammen.
inpaint-who = **Ich sehe { $count } Gesichter. Wer kommt wohin?**
inpaint-plan = **Wer wohin kommt**
inpaint-alt = Das Bild mit einer Nummer an jedem Gesicht
inpaint-unfit = { $count ->
        [one] Das Gesicht in diesem Bild lässt sich nicht ersetzen. Versuch ein anderes Bild.
       *[other] Keines der { $count } Gesichter in diesem Bild lässt sich ersetzen. Versuch ein anderes Bild.
    }
inpaint-nobody = Noch hat niemand einen Platz. Wähl ein Gesicht für dich oder lade jemanden ein.
inpaint-gone = Dieses Bild ist nicht mehr da: Bilder mit anderen Leuten behalte ich nur kurz. Schick es noch einmal.
inpaint-again-guest = Ein geliehenes Gesicht gilt nur für ein Bild. Lade die Person für ein weiteres noch einmal ein.
template-turned-away = zu weit weggedreht
template-too-small = zu klein
template-child = sieht jünger als 18 aus, und ich ersetze nur Gesichter Erwachsener
template-covered = verdeckt durch eine Hand, eine Maske oder eine dunkle Brille
seat-unfit = Gesicht { $face }: { $reason }
seat-line = Gesicht { $face }: { $state ->
        [own] du
        [open] die Person mit deinem Code
        [asked] warte auf { $name }
        [agreed] { $name } ist einverstanden
        [refused] { $name } hat Nein gesagt
        [empty] bleibt frei
       *[free] bleibt, wie es ist
    }
button-seat = Mich auf { $face }
button-draw = Jetzt erstellen
button-invite = Jemanden einladen
button-unseat = Gesicht { $face } lassen
button-face = Gesicht { $face }
button-faces = Andere Gesichter
button-templates = Fertige Bilder
templates-title = **Fertige Bilder** · { $from }–{ $to } von { $total }
templates-caption = { $title } · { $faces ->
        [one] ein Gesicht
       *[other] { $faces } Gesichter
    }
template-title-cover = Titelbild
template-title-painting = Altes Gemälde
template-title-stamp = Briefmarke
template-title-print = Sofortbild
template-title-helmet = Astronaut
template-title-poster = Steckbrief
template-title-television = Alter Fernseher
template-title-porthole = U-Boot
template-title-duo = Nebeneinander
template-title-hearts = Medaillon
template-title-call = Videoanruf
template-title-film = Filmstreifen
template-title-wall = Fotowand
template-title-team = Videoanruf zu viert
template-title-booth = Fotoautomat
template-title-banknote = Geldschein
template-title-premiere = Filmplakat
template-title-newspaper = Titelseite
template-title-record = Plattenhülle
template-title-globe = Schneekugel
template-title-billboard = Werbetafel
template-title-pop = Pop-Art
template-title-card = Spielkarte
template-title-cinema = Im Kino
template-title-band = Bandplakat
template-title-table = Festessen
template-title-holiday = Festtagskarte
template-title-family = Familienbild
template-unknown = Ein fertiges Bild „{ $name }“ gibt es nicht. Wähl eines von diesen.
invite-which = Welches Gesicht ist für deinen Gast?
invite-code =
    Der Code für Gesicht { $face }: **{ $code }**
    Gib ihn der Person, die dorthin soll. Sie schickt mir `/accept { $code }`, sieht das Bild und entscheidet. Der Code gilt einmal, { $hours } Stunden lang, und ohne das eigene Ja wird kein Gesicht benutzt.
invite-agreed = **{ $name } ist einverstanden**, Gesicht { $face } zu sein.
invite-refused = { $name } möchte nicht Gesicht { $face } sein.
invite-withdrawn = { $name } hat das Einverständnis für Gesicht { $face } zurückgenommen. Damit wird nichts mehr erstellt, und was damit erstellt wurde, ist hier gelöscht.
accept-ask = **{ $host } möchte dich in dieses Bild einsetzen, als Gesicht { $face }.** Dein Gesicht wird nur für dieses eine Bild benutzt. { $host } bekommt das fertige Bild, aber keines deiner Fotos. Mit /accept kannst du es zurücknehmen. Bist du einverstanden?
accept-pose = Das Bild entsteht erst noch: Personen in dieser Pose, im Stil „{ $style }“.
accept-words = { $host } beschreibt es so: „{ $words }“
accept-agreed = Danke. Mit /accept kannst du es jederzeit zurücknehmen.
accept-refused = Verstanden: Dein Gesicht wird nicht benutzt.
accept-withdrawn = Zurückgenommen. Mit deinem Gesicht wird nichts mehr erstellt, und was erstellt wurde, ist gelöscht, auch in den Chats.
accept-none = Du hast dein Gesicht niemandem geliehen. Wer dich in einem Bild haben möchte, gibt dir eine Zeile mit einem Code: Schick sie mir, wie sie ist.
accept-title = **Wem du dein Gesicht geliehen hast**
accept-line = { $number }. { $host }: { $state ->
        [agreed] noch nicht erstellt
       *[used] erstellt
    }
accept-unknown = Diese Einladung gibt es nicht, oder sie ist abgelaufen. Bitte um einen neuen Code.
accept-own = Das ist dein eigener Code. Gib ihn der Person, die ins Bild soll.
button-lend = Ja, nimm hier mein Gesicht
button-take-back = { $number ->
        [0] Zurücknehmen
       *[other] { $number } zurücknehmen
    }
lent-only-here = Jemand hat dir sein Gesicht nur für dieses eine Bild geliehen, deshalb kann es für nichts anderes benutzt werden.
template-done = **Dein Bild:**
template-alt = KI-bearbeitetes Bild mit eingesetztem Gesicht
template-source-photo = Aus den Pixeln deines eigenen Fotos, im Licht des Bildes.
template-source-moved = Aus den Pixeln deines eigenen Fotos, mit anderem Ausdruck, im Licht des Bildes.
template-source-base = Mit deinem gelernten Gesicht erstellt.
template-spoilt = { $count ->
    [one] Ein weiteres ist misslungen und wird nicht gezeigt.
   *[other] { $count } weitere sind misslungen und werden nicht gezeigt.
}
template-each = Gesicht { $face }: { $percent } % Ähnlichkeit
template-unlike = Keines ist der Person ähnlich genug. Mehr Selfies oder ein anderes Bild können helfen.
template-guest = Ein Gast hat sein Gesicht nur für dieses Bild geliehen und kann das zurücknehmen.
error-no-shoulders = Auf Platz { $number } in diesem Bild ist jemand mit Kopf und Schultern zu sehen, und keines der Fotos zeigt so viel. Lass mich das Gesicht noch einmal lernen, mit einem Foto von weiter weg, oder wähle ein anderes fertiges Bild.
error-template-gone = Das Bild wurde gelöscht, bevor ich es verwenden konnte. Schick es noch einmal.
error-guest-left = Jemand hat das für dieses Bild geliehene Gesicht zurückgenommen, deshalb wurde nichts erstellt. Es wird nicht auf dein Limit angerechnet. Wähl noch einmal, wer wohin kommt.
tryon-prompt = **Welche Kleidung soll ich dir anziehen?** Schick jetzt ein Bild davon, am besten an einer Person, deren Gesicht man sieht. Es wird etwa eine Stunde nach der letzten Verwendung gelöscht.
tryon-found = { $count ->
        [one] **Ich habe ein Kleidungsstück gefunden.** Was mit ✓ markiert ist, bleibt genau wie im Bild.
       *[other] **Ich habe { $count } Kleidungsstücke gefunden.** Was mit ✓ markiert ist, bleibt genau wie im Bild.
    }
tryon-flat = **Diese Kleidung trägt niemand ({ $count }).** Ich zeige dich darin nach diesem Bild, und zwar in allem mit ✓: Muster, Schrift und Schnitt können ein wenig anders werden.
tryon-garment = { $number }. { $kind ->
        [top] Oberteil
        [coat] Mantel oder Jacke
        [trousers] Hose
        [skirt] Rock
        [uniform] Einteiler
        [bottom] Hose oder Rock
        [dress] Kleid
       *[whole] alles
    }
tryon-redrawn = Neu erstellt: { $parts }.
tryon-stays = Bleibt wie im Bild: { $parts }.
tryon-found-alt = Das Bild mit einer Nummer und einer Farbe auf jedem Kleidungsstück
tryon-squares = Welche Felder? Schreib sie so: `B3` oder `B3 C4`; das letzte ist { $last }.
tryon-no-square = Ein Feld { $name } gibt es nicht; das letzte ist { $last }.
tryon-still-looking = Einen Moment, die Felder sind noch nicht fertig. Schick sie gleich noch einmal.
tryon-nothing-kept = Mindestens ein Kleidungsstück muss bleiben, sonst gibt es nichts anzuprobieren.
tryon-backdrop = Welcher Hintergrund?
tryon-background-unknown = Diese Hintergründe kannst du wählen: { $known }.
tryon-done = **Anprobiert:**
tryon-alt = KI-erzeugtes Bild einer Anprobe
button-wear = Das anprobieren
button-backdrop = Anderer Hintergrund
button-more-garment = Es fehlt etwas
button-less-garment = Zu viel
button-clothes = Zurück zur Kleidung
button-wardrobe = Kleidung zur Auswahl
wardrobe-title = **Kleidung** · { $from }–{ $to } von { $total }
wardrobe-caption = { $title } · KI-erzeugt
garment-title-denim-jacket = Jeansjacke
garment-title-white-shirt = Weißes Hemd
garment-title-stripes = Gestreiftes T-Shirt
garment-title-red = Rotes T-Shirt
garment-title-black = Schwarzes T-Shirt
garment-title-green = Grünes T-Shirt
garment-title-blue-shirt = Blaues Hemd
garment-title-mustard = Senfgelbes T-Shirt
garment-title-navy = Dunkelblaues T-Shirt und Jeans
garment-title-summer = Weißes T-Shirt und Shorts
quota-template = In Bilder eingesetzt: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
quota-tryon = Anproben: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
mydata-agreements = Wie oft du dein Gesicht verliehen hast: { $count }
forget-agreements = { $count ->
        [one] ein Einverständnis, dein Gesicht zu leihen
       *[other] { $count } Einverständnisse, dein Gesicht zu leihen
    }

# ---- One's own photo as the canvas
portrait-label-edited = KI-bearbeitet · Auftrag { $number }
portrait-alt-edited = KI-bearbeitetes Foto im Stil { $style }
portrait-enlarged = Das Gesicht auf deinem Foto hat wenige Pixel; es wurde vergrößert und wirkt deshalb weicher.
portrait-tighter = Deine Fotos zeigen weniger von dir als gewünscht; der Ausschnitt ist deshalb enger. Ein Foto aus größerem Abstand hilft.
source-photo = dein Foto in neuem Licht
source-redrawn = dein Foto, mit neu erstelltem Gesicht
source-moved = dein Foto in neuem Licht, mit anderem Ausdruck
portrait-mien-weak = In manchen Bildern ist der Ausdruck schwächer als gewünscht; ein stärkerer hätte Ähnlichkeit gekostet.
source-base = mit deinem gelernten Gesicht erstellt
expression-as-is = wie ich bin
expression-smile = lächelnd
expression-serious = ernst
expression-surprised = überrascht
stage-composing = dein Foto kommt in die Szene, { $done } von { $total }
error-unknown-scene = Eine Szene „{ $name }“ gibt es nicht. Versuch es mit { $closest }.
error-pose-not-here = Das Basismodell dieses Bots ({ $base }) kann sich nach keiner Pose richten. Lass pose= weg; der Betreiber kann Stable Diffusion mit seinem ControlNet wählen.
error-no-pose = In dem Bild, aus dem die Pose kommen sollte, sehe ich niemanden. Schick eines, das ganze Menschen deutlich zeigt.
pose-prompt = **Wessen Pose?** Schick ein Foto von einer bis vier Personen, ganz und deutlich zu sehen. Ich lese daraus ab, wo ihre Gelenke und Finger sind, behalte nur das, verschlüsselt, und lösche das Foto sofort; kein Gesicht daraus wird benutzt.
pose-read = Ich habe die Pose abgelesen und das Foto gelöscht.
pose-who = **{ $count } Personen in dieser Pose. Wer ist wer?** Alle werden gefragt, bevor ihr Gesicht benutzt wird. An einem freien Platz ist jemand zu sehen, den es nicht gibt.
pose-words = Wer eingeladen wird, liest deine Worte vor der Entscheidung.
error-fewer-drawn = Das Modell hat mehrmals nicht alle Gesichter deutlich getroffen. Versuch es noch einmal, mit einem anderen Stil oder einer Pose, in der alle zur Kamera schauen.
portrait-pose-canvas = Eine Pose gibt es nur für Bilder, die neu entstehen; sie passt nicht zu { $name }. Lass eins von beiden weg.
argument-choice = { $name } kann eines davon sein: { $choices }.
param-expression = Gesichtsausdruck
param-framing = Wie viel von dir zu sehen ist
param-shape = Format des Bildes, Breite zu Höhe
param-draw = canvas: dein Foto im Stil; base: mit deinem gelernten Gesicht erstellt

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } hat bei dem Modell, das hier läuft, keine Wirkung. Lass es weg.
param-size = Pixel der längeren Seite
param-refine = face: das Gesicht noch einmal mit mehr Details; hires: das ganze Bild, größer
param-photos = no oder yes: dem Modell neben dem Gelernten auch meine Fotos zeigen
param-pose = Pose: ganzer Körper, mehrere Menschen oder die eines Fotos
param-preset = Wie gründlich dein Gesicht gelernt wird: quick, good oder best
settings-shape = Format: { $value }
settings-size = Längere Seite: { $value }
settings-refine = Details: { $value }
settings-preset = Ein Gesicht lernen: { $value }
button-shape = Format
button-size = Größe
button-refine = Details
button-preset = Lernen
size-usual = wie im Stil
size-pixels = { $pixels } Pixel
refine-none = Standard
refine-face = Gesicht mit mehr Details
refine-hires = ganzes Bild, größer
photos-no = nein
photos-yes = ja
preset-quick = schnell
preset-good = gut
preset-best = gründlich
button-done-quick = Fertig, schnell lernen
button-done-best = Fertig, gründlich lernen
button-finer-face = Schärferes Gesicht
button-photos-too = Auch mit meinen Fotos

help-verify = Wurde dieses Bild hier gemacht?
what-verify = nach meiner Markierung suchen
verify-prompt = Schick mir das Bild oder den Clip mit /verify als Bildunterschrift, oder antworte mit /verify darauf. Ein Ausschnitt oder Bildschirmfoto geht auch.
verify-yours = Hier gemacht: dein Auftrag { $number }, { $what }.
verify-job = Hier gemacht: Auftrag { $number }, { $what }. Er gehört jemand anderem; du siehst das als Admin.
verify-here = Das wurde hier gemacht. Von wem, sage ich niemandem.
verify-alike = Das trägt die Markierung eines Bots wie mir, aber ich kann es keinem Auftrag zuordnen: Der Auftrag wurde gelöscht oder ist lange her, von der Markierung ist zu wenig übrig, oder ein anderer Bot hat es gemacht.
verify-nothing = Ich finde keine Markierung von mir. Das beweist nichts: Starke Änderungen und kleine Ausschnitte können sie entfernen.
verify-says = In der Datei selbst steht, dass sie mit KI gemacht oder bearbeitet wurde. Das kann jeder in eine Datei schreiben.
stage-verifying = Markierung wird gesucht
# ---- A face that is blocked, and what was refused
help-block = Diesem Bot mein Gesicht verbieten
help-strikes = Wer wegen des Inhalts abgelehnt wurde
help-pardon = Ablehnungen einer Person löschen
help-blocked = Die hier gesperrten Gesichter
help-unblock = Ein Gesicht von der Sperrliste nehmen
param-number = Nummer eines gesperrten Gesichts
button-block = Ja, mein Gesicht sperren
button-unblock = Mein Gesicht wieder erlauben
block-ask = **Diesem Bot dein Gesicht verbieten?** Dein gelerntes Gesicht und deine Fotos werden gelöscht. Hat mir jemand anderes dein Gesicht beigebracht, wird damit nichts mehr erstellt. Danach lehne ich jedes Foto, jedes Bild und jede Szene ab, in der ich dein Gesicht sehe, egal wer sie schickt. Dafür behalte ich 128 Zahlen, die dein Gesicht beschreiben, verschlüsselt und ohne deinen Namen. Sie bleiben absichtlich auch nach /forget. Mit /block undo kannst du das später zurücknehmen, von diesem Konto auf dieser Plattform.
block-done = **Dein Gesicht ist hier gesperrt.** Ich lerne es von niemandem und lehne Bilder ab, auf denen ich es erkenne. Ich kann mich irren, am ehesten bei Fotos von der Seite oder in schlechter Qualität. /block undo nimmt es zurück.
block-is = Dein Gesicht ist hier gesperrt. /block me aktualisiert die Sperre mit dem Gesicht auf deinen neuesten Fotos.
block-none = Du hast hier kein Gesicht gesperrt. Wenn du es von einem anderen Konto aus getan hast, kann der Betreiber es zurücknehmen.
block-undone = Dein Gesicht darf wieder benutzt werden. Schick mit /selfies neue Selfies.
block-nobody-known = Ich kenne dein Gesicht noch nicht. Schick zuerst ein Selfie und, wenn es angenommen ist, noch einmal /block me.
forget-block = Deine Sperre bleibt, wie du es wolltest: 128 verschlüsselte Zahlen ohne deinen Namen. /block undo nimmt sie zurück.
photo-blocked = Die Person auf diesem Foto hat diesem Bot ihr Gesicht verboten. Bist du es selbst, nimmt /block undo das zurück.
error-blocked-face = Jemand auf diesem Bild hat diesem Bot sein Gesicht verboten, deshalb kann ich es nicht verwenden. Schick ein anderes.
blocked-none = Niemand hat hier sein Gesicht gesperrt.
blocked-title = **Gesperrte Gesichter: { $count }** (Nummer und Tag; wem sie gehören, ist nicht zu sehen). /unblock und eine Nummer nimmt eines von der Liste.
blocked-unknown = Es gibt kein gesperrtes Gesicht mit der Nummer { $number }; /blocked zeigt sie.
blocked-removed = Das gesperrte Gesicht { $number } ist nicht mehr auf der Liste.
strikes-pause = Das war zu oft: { $hours } Stunden lang erstelle ich nichts für dich.
strikes-paused = Ich erstelle gerade nichts für dich, weil du zu oft um etwas gebeten hast, das nicht erlaubt ist. Versuch es in { $hours } h wieder; was du hast, bleibt.
strikes-nobody = Heute wurde nichts wegen des Inhalts abgelehnt.
strikes-title = **Wegen des Inhalts abgelehnt, innerhalb eines Tages**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: gesperrt bis { $until } UTC
strikes-no-strikes = Gegen { $person } liegt nichts vor.
strikes-pardoned = Was gegen { $person } gezählt wurde, ist gelöscht.

# ---- The web app for other devices, private bots, what admins are told
help-web = Die Web-App öffnen: ein Link, der dich anmeldet
help-join = Einem privaten Bot mit einem Einladungscode beitreten
help-admit = Eine Person diesen privaten Bot benutzen lassen
help-expel = Eine Person diesen privaten Bot nicht mehr benutzen lassen
help-invite = Einen Einladungscode für eine Person erzeugen
param-browsers = out: alle Browser abmelden
private-bot = Dieser Bot ist privat. Der Betreiber kann dich zulassen; deine Kennung hier ist `{ $name }`.
private-knock = { $person } möchte diesen Bot benutzen.
button-admit = Zulassen
admit-done = { $person } darf den Bot jetzt benutzen und hat eine Nachricht bekommen.
expel-done = { $person } kann den Bot nicht mehr benutzen. Die Daten gehören weiter dieser Person: /export und /forget gehen noch.
expel-not-in = { $person } wurde nicht mit /admit oder einer Einladung zugelassen. Wer in ALLOWED_IDS steht und wer Admin ist, steht in den Einstellungen.
invitation-off = Einladungen sind abgeschaltet. Die Einstellung heißt INVITATIONS=yes.
invitation-code = Einladungscode: `{ $code }`. Er lässt innerhalb von { $days } Tagen eine Person zu: Sie schickt mir `/join { $code }`.
join-in = Du darfst diesen Bot schon benutzen.
join-wrong = Dieser Einladungscode ist falsch, abgelaufen oder schon benutzt.
join-done = Du darfst diesen Bot jetzt benutzen. /start zeigt, wie es geht.
web-off = Die Web-App ist hier für andere Geräte nicht offen. Der Betreiber kann das ändern.
web-here = Du bist schon in der Web-App.
web-link =
    { $url }
    Dieser Link meldet dich in der Web-App an. Er gilt einmal, { $minutes } Minuten lang. Gib ihn nicht weiter.
web-out = { $count ->
        [0] Du warst nirgends angemeldet.
        [one] Ein Browser wurde abgemeldet.
       *[other] { $count } Browser wurden abgemeldet.
    }
button-web-out = Überall abmelden
web-told = Ein Browser wurde in deiner Web-App angemeldet: { $agent }. Wenn du das nicht warst, melde ihn ab.
alert-no-worker = Es können keine Bilder entstehen: Der Arbeitsprozess für „{ $lane }“ startet nicht. Wer etwas möchte, kann weiter fragen; die Aufträge warten. Das Protokoll sagt, warum.
alert-disk-low = Die Festplatte ist fast voll: Im Datenordner sind noch { $megabytes } MB frei. Schaffe Platz, bevor sie voll ist.
alert-store-away = Der Speicher für die Dateien der Leute antwortet nicht. Gespräche gehen weiter; Fotos, Aufträge und Bilder warten, und nichts geht verloren. Sieh nach, ob er läuft; das Protokoll sagt mehr.
# ---- What fields of forms and of commands are called
field-style = Stil
field-count = Bilder
field-seed = Seed
field-face = Gesichtsstärke
field-strength = Stilstärke
field-expression = Ausdruck
field-framing = Bildausschnitt
field-shape = Bildformat
field-size = Größe
field-refine = Details
field-scene = Hintergrund
field-draw = Verfahren
field-search = Suche
field-do = Aktion
field-act = Aktion
field-name = Name
field-job = Auftrag
field-language = Sprache
field-setting = Einstellung
field-value = Wert
field-reason = Grund
field-person = Person
field-code = Code
field-picture = Bild
field-minutes = Minuten
field-number = Nummer
field-state = Zustand
field-text = Text
field-voice = Stimme
field-motion = Bewegung
field-template = Vorlage
field-background = Kulisse
field-preset = Lernen
field-photo = Foto
field-browsers = Browser
field-file = Datei

# ---- Asked for in words, copied, shown elsewhere
form-ask = Was soll ich ändern? Zum Beispiel: „Öl, mit einem Lächeln, 2 Bilder“. Was du weglässt, bleibt, wie es ist.
form-placeholder = Öl, Lächeln, 2 Bilder
form-nothing = Ich habe nicht verstanden, was ich ändern soll. Nenne einen Stil, einen Ausdruck oder wie viele Bilder.
button-copy = Kopieren
answer-elsewhere = Die Antwort steht in unseren Direktnachrichten: { $url }
answer-not-taken = ⚠️ Das ist nicht bei mir angekommen. Bitte versuch es noch einmal.
bot-about = Schick Selfies und bekomm Porträts von dir in jedem Stil. Dein Gesicht bleibt deins.
bot-description = Aus ein paar Selfies mache ich Porträts von dir: in jedem Stil, in fertigen Bildern, in anderer Kleidung oder sprechend. Fotos sind mit deinem eigenen Schlüssel verschlüsselt, dienen nur deinen Bildern und sind mit einem Befehl gelöscht. Nur für Erwachsene.
inline-none = Noch keine Favoriten: öffne mich
showing-consent = Bevor hier etwas von dir gezeigt wird, stimm im Chat der Vereinbarung zu.
scene-aurora = Nordlicht
scene-blossom = Kirschblüte
scene-bokeh = Goldene Lichter
scene-bookshelf = Bibliothek
scene-brick = Backsteinwand
scene-cafe = Café
scene-city = Straße in der Stadt
scene-dunes = Dünen
scene-forest = Wald
scene-mountains = Berge
scene-neon_street = Neonstraße
scene-office = Büro
scene-paper = Graues Studio
scene-park = Wiese
scene-sea = Meer
scene-snowfall = Schneefall
scene-stage = Bühne
scene-starfield = Sternenhimmel
scene-sunrise = Morgennebel
scene-underwater = Unter Wasser
scene-wheat = Weizenfeld

# ---- Ein Bild in eigenen Worten
words-too-long = Eine Beschreibung darf höchstens { $most } Zeichen haben, deine hat { $characters }. Schreib nur, was auf dem Bild am wichtigsten ist.
words-none = Ich lese Wörter, keine Emojis oder Zeichen. Schreib mir in Worten, was du sehen möchtest.
words-not-drawn = { $words } kann ich ohne ein größeres Modell nicht zeigen: Hier setze ich dein eigenes Foto in eine Szene. Übernommen habe ich { $used } und den Stil { $style }.
words-style-only = { $words } kann ich ohne ein größeres Modell nicht zeigen: Hier setze ich dein eigenes Foto in eine Szene, im Stil { $style }.
words-not-here = { $words } kann ich ohne ein größeres Modell nicht zeigen: Hier setze ich dein eigenes Foto in eine Szene.
words-drawn = Das gebe ich an das Modell weiter: { $words }
words-foreign = Das Modell liest Englisch. { $words } konnte ich nicht übersetzen, das fehlt vielleicht im Bild.
words-quoted = „{ $words }“
more-words = In deinen Worten: { $words }
param-prompt = Was auf dem Bild sein soll, in eigenen Worten
param-light = Das Licht eines anderen Stils
field-prompt = In eigenen Worten
field-light = Licht
field-photos = Fotos dazu
field-pose = Pose
light-candlelight = Kerzenlicht
light-golden-hour = Goldene Stunde
light-blue-hour = Blaue Stunde
light-low-key = ein hartes Licht
light-split-light = rot und blau
light-window-light = weiches Fensterlicht
light-flame = Feuer
light-neon = Neon
