### Deutsch

# ---- Pieces
list-or = { $rest } oder { $last }
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
start-new = **Hallo!** Ich bin ein Bot, der dein Gesicht aus ein paar Selfies lernt und Porträts von dir in jedem Stil malt.
start-collecting = **Willkommen zurück!** Ich habe { $accepted ->
        [0] noch kein brauchbares Selfie von dir
        [one] ein brauchbares Selfie von dir
       *[other] { $accepted } brauchbare Selfies von dir
    }. Schick mehr oder drück auf Fertig.
start-ready = **Willkommen zurück!** Ich kenne dein Gesicht. Probier /portrait { $style } oder such dir unten einen Stil aus.
start-training = **Willkommen zurück!** Ich lerne dein Gesicht noch; /queue zeigt, wie weit ich bin.
start-group = **Hallo!** Gesichter sind privat: Schreib mir in einem privaten Chat, dort male ich dich.
help-title = **Was ich kann**
help-hint = Selfies schicken, auf Fertig drücken, dann ein Porträt bestellen. Das ist alles.
help-start = Anfangen, oder sehen, wo wir stehen
help-help = Zeigen, was ich kann
help-selfies = Selfies schicken oder ergänzen
help-alive = Zeigen, dass die Fotos von dir sind
help-train = Mein Gesicht aus den Selfies lernen
help-portrait = Mich in einem Stil malen
help-styles = Die Stile ansehen
help-gallery = Meine fertigen Bilder
help-show = Einen fertigen Auftrag noch einmal zeigen
help-again = Den letzten noch einmal malen, mit neuem Glück
help-queue = Meine wartenden und laufenden Aufträge
help-cancel = Einen Auftrag stoppen
help-me = Was über mich verstanden wurde
help-mydata = Was über mich gespeichert ist
help-export = Alles bekommen, was über mich gespeichert ist
help-forget = Alles über mich löschen
help-language = Meine Sprache wählen
help-privacy = Wie mit meinen Fotos umgegangen wird
help-settings = Meine Voreinstellungen
help-quota = Was ich heute noch nutzen darf
help-whoami = Meine Kennung hier zeigen
help-report = Ein Bild oder ein Problem melden
help-stats = Zahlen dieses Bots
help-ban = Eine Person aussperren
help-allow = Eine Person wieder zulassen
help-pause = Keine neuen Aufträge annehmen
help-resume = Wieder Aufträge annehmen
help-audit = Die neuesten Einträge des Protokolls
param-style = Name eines Stils
param-count = Wie viele Bilder, 1 bis 10
param-seed = Zahl, die den Zufall festlegt
param-face = Wie stark dein Gesicht wirkt, 0.5 bis 1.3
param-strength = Wie stark der Stil wirkt, 0 bis 1
param-search = Ein Wort, nach dem gesucht wird
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
consent-short = Zum Weitermachen fehlt noch deine Antwort: Stimmst du zu, wie ich mit deinen Fotos umgehe, bist du es auf den Fotos, und bist du mindestens 18 Jahre alt?
button-read-again = Noch einmal lesen
button-agree = Ja, das bin ich, und ich bin 18+
button-disagree = Nein
button-privacy = Mehr lesen
consent-given = Danke! Schick mir jetzt Selfies: fünf oder mehr, einzeln oder als Album.
consent-refused = Das ist in Ordnung. Ich habe nichts von deinen Fotos behalten. Wenn du es dir anders überlegst, schick /start.
consent-withdraw = **Soll ich alles löschen?** Ich habe noch Fotos von dir oder etwas, das daraus entstanden ist: ohne deine Zustimmung muss das weg, mit deinem gelernten Gesicht, allen Bildern, Aufträgen und Einstellungen. Das lässt sich nicht rückgängig machen. Bis du Ja drückst, bleibt alles, wie es ist.
consent-changed = Der Text hat sich geändert, seit du zugestimmt hast, deshalb frage ich noch einmal.

# ---- Selfies
selfies-ask = **Schick mir Selfies**, einzeln oder als Album. Mit fünf oder mehr wird die Ähnlichkeit viel besser: verschiedenes Licht, verschiedene Winkel, nur du, Gesicht gut zu sehen, keine Sonnenbrille.
selfies-ask-more = **Schick mir weitere Selfies**, und ich lerne dein Gesicht neu, zusammen mit { $accepted ->
        [one] dem einen, das
       *[other] den { $accepted }, die
    } ich schon habe. Deine jetzigen Porträts gehen solange weiter.
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
selfies-line-look = { $number }. … wird angesehen
selfies-earlier = … und davor { $count ->
        [one] ein Foto
       *[other] { $count } Fotos
    }
selfies-few = { $accepted ->
        [one] Ein Foto genügt für den Anfang
       *[other] { $accepted } Fotos genügen für den Anfang
    }, aber ab { $recommended } wird die Ähnlichkeit deutlich besser.
selfies-enough = Das genügt für eine gute Ähnlichkeit. Drück auf Fertig oder schick mehr.
selfies-none = Schick ein klares Foto deines Gesichts, um anzufangen.
selfies-full = Ich habe { $most } Fotos angesehen, mehr kann ich für eine Person nicht nehmen. Drück auf Fertig, um weiterzumachen, oder beginne mit /forget von vorn.
selfies-understood = Ich sehe { $looks }. Falsch? Berichtige mich mit den Knöpfen.
selfies-two-people = Die Fotos zeigen zwei Personen, beide gleich oft. Welche davon bist du?
button-this-is-me = Foto { $number } bin ich
selfies-under-age = Zu viele dieser Fotos sehen nach unter 18 aus, und ich male nur Erwachsene; dieses Gesicht kann ich nicht lernen. Wenn du darauf erwachsen bist, schick neuere Fotos.
alive-ask = **Zeig, dass du es bist.** Schick innerhalb von { $minutes } Minuten ein Video deines Gesichts (auch als Videonachricht) oder für jeden Schritt ein Foto, in dieser Reihenfolge:
alive-side = Dreh den Kopf zur Seite
alive-up = Heb das Gesicht nach oben
alive-mouth = Mach den Mund weit auf
alive-eyes = Schließ kurz beide Augen
alive-next = Gut. Jetzt das nächste; es fehlen noch { $left }.
alive-late = Das hat zu lange gedauert. Lass dir neue Schritte geben.
alive-needed = Bevor ich dieses Gesicht lerne, möchte ich sehen, dass es deines ist: Zeig es mit ein paar Bewegungen, als Video oder Fotos.
alive-done = Danke, du bist es. Was du geschickt hast, ist gelöscht.
alive-no-unreadable = Das kann ich nicht lesen. Schick ein Video oder Fotos deines Gesichts.
alive-no-face = Ich sehe dein Gesicht nicht durchgehend. Versuch es noch einmal bei gutem Licht.
alive-no-person = Das sieht nicht nach der Person auf deinen Fotos aus.
alive-no-code = Das waren nicht die Schritte, um die ich gebeten hatte, oder nicht in der Reihenfolge. Mach jeden deutlich und schau dazwischen geradeaus.
button-alive = Zeigen, dass ich es bin
selfies-training = Ich lerne dein Gesicht gerade. Schick weitere Fotos, wenn das fertig ist, oder stopp es mit /cancel.
selfies-not-looked = Ich konnte mir dieses Foto nicht ansehen. Bitte schick es noch einmal.
selfies-not-set-up = Ich kann mir noch keine Fotos ansehen, denn dieser Bot ist noch nicht fertig eingerichtet. Die Betreiber wissen Bescheid; versuch es bitte später noch einmal.
button-done = Fertig, lern mein Gesicht
button-correct = Berichtigen, was du siehst
looks-man-young = einen jungen Mann
looks-man-adult = einen Mann
looks-man-mature = einen älteren Mann
looks-woman-young = eine junge Frau
looks-woman-adult = eine Frau
looks-woman-mature = eine ältere Frau
looks-age = etwa { $age } Jahre alt
looks-full = **{ $who }**, { $age }
me-none = Ich weiß noch nichts über dein Gesicht. Schick mir ein Selfie, um anzufangen.
me-looks = Ich sehe { $looks }.
me-corrected = Danke, ab jetzt sehe ich **{ $who }**.
me-retrain = Drück auf Fertig, damit ich dein Gesicht damit neu lerne.
me-photos = { $accepted ->
        [0] Noch kein brauchbares Foto.
        [one] Nach einem Foto.
       *[other] Nach { $accepted } Fotos.
    }
button-man = Mann
button-woman = Frau
button-young = Jünger
button-adult = Erwachsen
button-mature = Älter

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Das ist kein Bild. Schick ein Foto als JPEG, PNG, WebP oder HEIC.
photo-unknown-format = Diese Art von Bild kann ich nicht lesen. Schick es als JPEG, PNG, WebP oder HEIC.
photo-broken = Dieses Bild ist beschädigt angekommen. Schick es noch einmal, am besten als Datei.
photo-too-many-pixels = Dieses Bild hat viel zu viele Pixel für mich. Schick ein gewöhnliches Handyfoto.
photo-too-large = Diese Datei ist größer, als ich annehmen kann. Schick sie als Foto statt als Datei.
photo-animated = Das ist eine Animation. Schick ein stehendes Foto.
photo-no-face = Ich sehe hier kein Gesicht. Schau bei gutem Licht in die Kamera, ohne etwas davor.
photo-several-faces = Ich sehe mehr als eine Person. Schick ein Foto nur mit dir, oder schneide es zu.
photo-face-too-small = Dein Gesicht ist hier zu klein. Geh näher heran, oder schneide das Foto zu.
photo-blurred = Dieses Foto ist unscharf. Halt still, wisch die Linse ab und versuch es noch einmal.
photo-bad-light = Das Licht ist zu dunkel oder zu hart. Versuch es mit dem Gesicht zum Fenster.
photo-turned-away = Dein Gesicht ist zu weit weggedreht. Schau mehr in die Kamera.
photo-eyes-closed = Deine Augen sind hier geschlossen. Versuch es mit offenen Augen.
photo-covered = Etwas verdeckt dein Gesicht. Nimm Sonnenbrille, Maske oder Hand weg und versuch es noch einmal.
photo-drawn = Das sieht nach einer Zeichnung oder einem Computerbild aus. Ich brauche ein Foto von dir, mit einer Kamera aufgenommen.
photo-rephotographed = Das sieht nach einem Foto von einem Bildschirm oder Ausdruck aus. Schick das Foto selbst, oder mach ein neues.
photo-forwarded = Dieses Foto wurde weitergeleitet. Ich lerne ein Gesicht nur von Fotos, die du selbst schickst: Speichere es und schick es neu, wenn es dich zeigt.
photo-duplicate = Dieses Foto oder ein fast gleiches habe ich schon. Schick ein anderes.
photo-other-person = Das sieht nach jemand anderem aus als auf deinen übrigen Fotos. Schick nur Fotos derselben Person.
photo-under-age = Diese Person sieht nach unter 18 aus, und ich male nur Erwachsene. Ich kann mich irren: Wenn du das bist, schick ein oder zwei neuere Fotos, die dann zusammen entscheiden, oder schreib /report an die, die diesen Bot betreiben.
photo-nudity = Nacktheit nehme ich nicht an. Schick ein bekleidetes Foto, am besten Kopf und Schultern.

# ---- Training
train-no-photos = Ich brauche zuerst mindestens ein brauchbares Selfie. Schick mir ein Foto deines Gesichts.
train-still-looking = Einen Moment, ich sehe mir noch { $waiting ->
        [one] ein Foto
       *[other] { $waiting } Fotos
    } an. Drück gleich danach noch einmal auf Fertig.
train-already = Ich lerne dein Gesicht schon. /queue zeigt, wie weit ich bin.
train-nothing-new = Ich kenne dein Gesicht aus diesen Fotos schon. Schick weitere Selfies, um es zu verbessern, oder bestell ein Porträt.
train-queued = Danke! Ich lerne dein Gesicht aus { $photos ->
        [one] einem Foto
       *[other] { $photos } Fotos
    }.
train-done = **Ich kenne dein Gesicht jetzt.** Es brauchte { $minutes ->
        [0] weniger als eine Minute
        [one] eine Minute
       *[other] { $minutes } Minuten
    } und { $photos ->
        [one] ein Foto
       *[other] { $photos } Fotos
    }. Welches Porträt soll ich zuerst malen?
train-understood = Ich sehe **{ $who }**; /me berichtigt das.
instant-ready = **Ich kann dich schon malen**, allein nach deinen Fotos. Ähnlicher werden die Porträts, sobald ich dein Gesicht gelernt habe.
button-again-train = Noch einmal
button-relearn = Gesicht neu lernen

# ---- Portraits
portrait-before-training = Ich kenne dein Gesicht noch nicht. Schick mir zuerst ein paar Selfies und drück dann auf Fertig.
portrait-not-trained = Ich habe { $accepted ->
        [one] ein brauchbares Selfie
       *[other] { $accepted } brauchbare Selfies
    } von dir, habe aber noch nicht daraus gelernt. Drück auf Fertig und frag dann noch einmal.
portrait-training = Ich lerne dein Gesicht noch. Frag wieder, wenn ich sage, dass ich fertig bin; /queue zeigt, wie weit ich bin.
portrait-which = Welcher Stil?
portrait-style-elsewhere = Der Stil „{ $name }“ braucht ein größeres Modell, als dieser Bot hat. Von hier aus zeichne ich zum Beispiel { $closest }; /styles zeigt alle.
portrait-unknown-style = Einen Stil „{ $name }“ kenne ich nicht. Meinst du { $closest }?
portrait-unknown-style-none = Einen Stil „{ $name }“ kenne ich nicht. /styles zeigt alle.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % wie du
portrait-unlike = { $percent } % wie du, zu wenig, um dieselbe Person zu sein
portrait-from-photos = Nur nach Fotos gemalt; ein gelerntes Gesicht ist ähnlicher.
portrait-outdated = Dein Gesicht wurde mit einer früheren Fassung des Modells gelernt, mit dem ich zeichne; neu gelernt wird es ähnlicher.
portrait-best-unlike = Keins davon ist nah genug, um es dich zu nennen. Versuch „Mehr ich“, oder schick weitere Selfies.
portrait-withheld = { $count ->
        [one] Ein Bild habe ich zurückgehalten, weil es Nacktheit zeigte.
       *[other] { $count } Bilder habe ich zurückgehalten, weil sie Nacktheit zeigten.
    }
portrait-label = KI-erzeugt · Auftrag { $number } · Seed { $seed }
portrait-caption = { $rank }. { $likeness } · Seed { $seed }
portrait-alt = KI-erzeugtes Porträt im Stil { $style }
portrait-few-photos = Ich kenne dich nur aus { $photos ->
        [one] einem Foto
       *[other] { $photos } Fotos
    }; ab { $recommended } wird die Ähnlichkeit deutlich besser. Mit /selfies kommen welche dazu.
button-again = Noch einmal
button-like = Mehr wie das beste
button-restyle = Anderer Stil, gleicher Seed
button-closer = Mehr ich
button-bolder = Mehr Stil
button-delete = Löschen
button-report = Melden
button-more = Mehr …
button-back = Zurück
button-cancel = Abbrechen
button-files = Als Dateien
button-apart = Alle { $count } Bilder
stickers-none = Sticker entstehen aus deinen Lieblingsbildern, und noch gibt es keine. Markiere welche in deiner Galerie und versuche dann noch einmal /stickers.
stickers-nothing-new = Alle deine Favoriten sind schon Sticker. Markiere ein weiteres Bild, oder lösche die Sticker, um sie neu zu machen.
stickers-full = Ein Stickerset fasst { $most } Sticker, und deines ist voll. Lösche es, um ein neues zu beginnen.
stickers-act = Schreibe /stickers, um Sticker zu machen, oder /stickers delete, um sie zu entfernen.
stickers-done = Sticker gemacht: { $count }. KI-erzeugt.
stickers-skipped = Ausgelassen, weil darin niemand zu finden war: { $count }.
stickers-nobody = Auf diesen Bildern habe ich niemanden gefunden, also gibt es nichts auszuschneiden. Markiere ein Porträt als Favorit und versuche noch einmal /stickers.
stickers-title = Meine Porträts
stickers-delete-ask = Deine Sticker löschen? Wo sie schon installiert sind, verschwinden sie auch.
stickers-deleted = Deine Sticker sind gelöscht.
button-stickers-delete = Sticker löschen
apart-text = Auftrag { $number }: die Bilder einzeln.
apart-unsure = Beim Senden dieser Bilder wurde ich unterbrochen. Fehlen welche, drücke den Knopf noch einmal.
result-too-large = Diese Datei hat { $megabytes } MB; hier lassen sich höchstens { $most } MB senden. Frag danach bei denen, die diesen Bot betreiben.
button-styles = Stile
button-portrait = { $style } malen
button-selfies = Selfies ergänzen
at-limit-face = Stärker kann ich dein Gesicht nicht wirken lassen. Mehr Selfies helfen besser: /selfies.
at-limit-style = Stärker kann ich den Stil nicht wirken lassen. Versuch einen anderen: /styles.

# ---- Styles
styles-title = **Stile** · { $from }–{ $to } von { $total }
styles-found = **Stile** mit „{ $search }“ · { $from }–{ $to } von { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = { $count } weitere brauchen ein größeres Modell, als dieser Bot hat; wer ihn betreibt, sieht mit `python -m bot styles --all`, wie.
styles-alt = Vorschau des Stils { $title }, mit KI erzeugt
styles-none = In keinem Stil kommt „{ $search }“ vor. Das sind alle.
styles-nothing = Bei diesem Bot sind keine Stile eingerichtet. Bitte sag es denen, die ihn betreiben.

# ---- Jobs: queue, progress, cancel
queue-empty = Von dir wartet oder läuft nichts. /portrait malt dich.
queue-title = **Deine Aufträge**
queue-line = { $number }. { $what }: { $state }
what-enrol = dein Gesicht lernen
what-instant = dich an deinen Fotos erkennen
what-portrait = Porträts, { $style }
what-inspect = ein Foto ansehen
what-alive = Nachsehen, ob du es bist
what-other = ein Auftrag
what-stickers = Sticker
what-inspect-garment = Kleidung ansehen
what-tryon = Kleidung anprobieren
state-queued = wartet, Platz { $position }
state-running = läuft
progress-queued = { $what } · { $position ->
        [1] als Nächstes dran
       *[other] Platz { $position } von { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = es geht los
stage-loading = Modelle werden geladen
stage-preparing = deine Fotos werden vorbereitet
stage-instant = ein erstes Bild aus deinen Fotos; das Lernen geht weiter
stage-training = lernt, Schritt { $done } von { $total }
stage-drawing = malt, Schritt { $done } von { $total }
stage-cutting = ausschneiden, { $done } von { $total }
stage-trying = Gewichte von Gesicht und Stil werden probiert
stage-finishing = vollendet { $done } von { $total }
stage-other = arbeitet, { $done } von { $total }
cancel-none = Von dir wartet oder läuft nichts.
cancel-which = Welchen soll ich stoppen?
cancel-unknown = Einen Auftrag { $number } von dir kenne ich nicht. /queue zeigt deine Aufträge.
cancel-finished = Auftrag { $number } ist schon fertig. /show { $number } holt ihn zurück.
cancel-done = Auftrag { $number } ist abgebrochen. Er kostet dich nichts.
cancel-asked = Ich stoppe Auftrag { $number } …

# ---- Talking portraits
help-talk = Lass ein Porträt von dir sprechen
param-text = Was es sagen soll
param-voice = Name einer Stimme, zum Beispiel de-anna
param-motion = Art der Kopfbewegung, 1 bis 46
talk-prompt = Was soll es sagen? Schreib es, oder schick eine Sprachnachricht, Audio oder Video von bis zu { $seconds } Sekunden. Ich nehme eine Stimme deiner Sprache, wenn du keine andere wählst.
talk-which = Welches Porträt soll sprechen?
talk-portrait = Auftrag { $number }, Bild { $rank } · { $style }
talk-no-portrait = Ich habe noch kein Porträt von dir, das sprechen könnte. Lass mich erst eines zeichnen, dann schick die Sprachnachricht noch einmal.
talk-portrait-gone = Dieses Porträt ist nicht mehr da. /portrait zeichnet ein neues.
talk-not-heard = Ich konnte die Aufnahme nicht bekommen. Bitte schick sie noch einmal.
talk-file-too-large = Diese Datei ist mir zu groß. Schick eine kürzere Aufnahme, oder nur den Ton.
talk-text-too-long = Das ist zu lang für einen Clip: { $characters } Zeichen, möglich sind { $most }. Kürze es, oder mach zwei Clips.
talk-done = **Hier sprichst du**, { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
}.
talk-label = KI-generiert · Auftrag { $number }
talk-gif = Der Anfang als bewegtes Bild. KI-generiert.
talk-delete-ask = Den Clip von Auftrag { $number } löschen?
talk-delete-done = Der Clip von Auftrag { $number } ist gelöscht.
button-talk = Sprechen lassen
button-voices = Stimmen
button-motion = Bewegung
button-listen = Anhören
button-note = Videonachricht
button-finer = Feiner (langsam)
button-gif = Als GIF
voice-which = Welche Stimme? Die Wahl gilt auch für spätere Clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natürlich
        [online] natürlich, online: dein Text geht an Microsoft
       *[robot] Roboter
    })
voice-chosen = Ab jetzt nehme ich { $voice }.
voice-gone = Eine Stimme „{ $name }“ gibt es hier nicht mehr. Das Stimmenmenü zeigt, welche es gibt.
voice-none = Auf diesem Bot ist keine Stimme eingerichtet.
voice-soon = { $voice } sagt gleich etwas …
voice-heard = So klingt sie. KI-generiert.
voice-sample = Hallo! So klingt dein Porträt, wenn es zu deinen Freunden spricht.
motion-which = Wie soll sich der Kopf bewegen? Die Wahl gilt auch für spätere Clips.
motion-still = Stillhalten
motion-style = Bewegung { $number }
motion-chosen = Ab jetzt: { $motion }.
what-talk = ein sprechendes Porträt
what-speak = eine Hörprobe
stage-looking = ich sehe mir das Porträt an
stage-speaking = ich bereite die Stimme vor
stage-animating = ich bewege die Lippen, Bild { $done } von { $total }
stage-enhancing = ich bereite das feinere Bild vor
sound-broken = Ich kann diese Aufnahme nicht lesen. Schick sie als Sprachnachricht, MP3, WAV oder MP4.
sound-no-audio = In dieser Datei ist kein Ton. Schick eine Sprachnachricht, oder ein Video mit Ton.
sound-too-long = Das dauert { $seconds } Sekunden, ein Clip kann { $most } haben. Schick eine kürzere Aufnahme.
sound-too-short = Das ist zu kurz, um etwas zu sagen. Schick wenigstens ein Wort.
sound-silent = Ich höre nichts in dieser Aufnahme. Prüf das Mikrofon und sprich noch einmal.
sound-no-speech = Ich höre darin niemanden sprechen, vielleicht nur Musik oder Lärm. Schick eine Aufnahme, in der jemand spricht.
text-empty = In diesem Text ist nichts, was eine Stimme sagen könnte. Schreib Wörter.
text-too-long = Dieser Text ist zu lang für einen Clip. Möglich sind höchstens { $most } Zeichen.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Eine Stimme „{ $name }“ gibt es nicht. Vielleicht eine von diesen: { $closest }.
error-voice-unreachable = Die Online-Stimme antwortet nicht. Nimm eine Stimme, die ohne Netz auskommt, oder versuch es später.

# ---- Gallery
gallery-empty = Du hast noch keine Bilder. /portrait malt das erste.
gallery-title = **Deine Porträts** · { $from }–{ $to } von { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] ein Bild
       *[other] { $count } Bilder
    }, bestes { $percent } % wie du
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] ein Bild
       *[other] { $count } Bilder
    }
gallery-show = { $number } zeigen
show-unknown = Einen Auftrag { $number } von dir kenne ich nicht. /gallery zeigt deine Bilder.
show-unfinished = Auftrag { $number } hat keine Bilder zu zeigen. /queue zeigt, was noch läuft.
show-gone = Die Bilder von Auftrag { $number } sind nicht mehr gespeichert. „Noch einmal“ malt ihn neu.
again-none = Es gibt noch nichts, was ich noch einmal malen könnte. /portrait malt das erste.
delete-ask = Die Bilder von Auftrag { $number } endgültig löschen?
delete-done = Die Bilder von Auftrag { $number } sind gelöscht.
button-delete-yes = Ja, löschen
button-no = Nein
files-text = { $style } · Seed { $seed }

# ---- Settings and language
settings-title = **Deine Voreinstellungen**
settings-pictures = Bilder jedes Mal: { $count }
settings-style = Stil, wenn du keinen nennst: { $style }
settings-style-ask = frag mich
settings-language = Sprache: { $language }
settings-saved = Gespeichert.
settings-unknown = Eine Einstellung „{ $name }“ gibt es nicht. Ich kenne { $known }.
settings-style-none = egal
button-pictures = { $count }
button-language = Sprache
language-ask = Welche Sprache soll ich sprechen?
language-set = Ab jetzt spreche ich Deutsch.
language-unknown = „{ $name }“ spreche ich noch nicht. Ich spreche { $known }.
language-name = Deutsch

# ---- Quota
quota-text = In den letzten 24 Stunden hast du { $used } von { $total } Minuten Rechenzeit benutzt. Ein Porträt braucht etwa { $portrait } Sekunden, ein Gesicht zu lernen etwa { $training ->
        [one] eine Minute
       *[other] { $training } Minuten
    }.
quota-jobs = Wartend oder laufend: { $queued } von { $most } Aufträgen.
quota-spent = Deine Rechenzeit für heute ist aufgebraucht. Versuch es in { $hours ->
        [one] einer Stunde
       *[other] { $hours } Stunden
    } wieder; /quota zeigt den Stand.
quota-queue = Du hast schon { $most } wartende Aufträge. Lass einen fertig werden, oder stopp einen mit /cancel.
paused = Ich mache eine kurze Wartungspause und nehme keine neuen Aufträge an. Bitte versuch es später wieder; von dir geht nichts verloren.

# ---- Privacy
privacy-text = **Deine Fotos, dein Gesicht, deine Regeln.** Fotos, das Modell deines Gesichts und deine Bilder sind mit einem Schlüssel verschlüsselt, der nur dir gehört. Ort und andere versteckte Daten werden aus jedem Foto entfernt. Niemand sonst kann dein Gesicht benutzen, und mit nichts wird etwas anderes trainiert als dein eigenes Modell. Außer der Chat-Plattform, die du benutzt, haben nur die Betreiber dieses Bots deine Fotos. Jedes Bild ist als KI-erzeugt gekennzeichnet. Ich male nur Erwachsene und halte Nacktheit zurück. Gesichter anderer in einem Bild, in das du gesetzt werden willst, werden nur gefunden und ersetzt, mit nichts verglichen als mit Gesichtern, die hier von ihren Besitzern gesperrt wurden, nie gelernt oder behalten; so ein Bild wird etwa eine Stunde nach dem letzten Malen gelöscht. Wer sonst in ein Bild kommt, hat vorher selbst Ja gesagt, für genau dieses Mal. /mydata zeigt, was gespeichert ist, /export gibt es dir, /forget löscht es, indem dein Schlüssel vernichtet wird.
mydata-title = **Was über dich gespeichert ist**
mydata-consent = Einwilligung: Fassung { $version }, gegeben am { $date }.
mydata-no-consent = Einwilligung: nicht gegeben.
mydata-faces = Gelernte Gesichter: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Gemalte Bilder: { $count }
mydata-files = Dateien: { $count }, zusammen { $megabytes } MB
mydata-jobs = Aufträge: { $count }
mydata-language = Sprache: { $language }
mydata-next = /export gibt dir alles, /forget löscht es.
export-ready = Alles, was über dich gespeichert ist, in einem Archiv. Bewahr es sicher auf: Es enthält deine Fotos.
export-parts = Alles, was über dich gespeichert ist, in { $count } Archiven, denn für eines ist es zu groß. Jedes lässt sich allein öffnen; `about.json` liegt im ersten. Endet eine Datei auf .001, liegen ihre übrigen Stücke in den folgenden Archiven: der Reihe nach aneinandergefügt ergeben sie die Datei. Bewahre sie gut auf: deine Fotos sind darin.
export-part = Archiv { $number } von { $count }.
export-impossible = Dieser Bot ist ohne Export eingerichtet. Bitte frag die Betreiber.
forget-ask = **Alles löschen?** Deine Fotos, dein gelerntes Gesicht, alle Bilder, Aufträge und Einstellungen. Das lässt sich nicht rückgängig machen.
button-forget = Ja, alles löschen
forget-done = **Alles ist gelöscht.** Weg sind: { $parts }. Dein Schlüssel ist vernichtet, keine Kopie lässt sich mehr öffnen. Auch die Bilder, die ich dir geschickt habe, sind aus unserem Chat entfernt; was du mir geschickt hast, bleibt dort, bis du es löschst. Auf Wiedersehen! Mit /start fängst du neu an.
pictures-gone = Diese Bilder sind gelöscht.
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
forget-kept = Es bleibt, wie es ist.
report-ask = Was stimmt nicht? Schreib es einfach. Ein Mensch, der diesen Bot betreibt, liest es und sieht das Bild dazu.
report-thanks = Danke. Deine Meldung ist bei den Betreibern dieses Bots angekommen.
report-where = Um ein Bild in dieser Gruppe zu melden, antworte darauf mit /report. Alles andere meldest du im privaten Chat mit mir.
report-why = Was stimmt damit nicht? Die Betreiber dieses Bots sehen das Bild und deine Antwort.
report-reason-not-me = Das bin ich nicht
report-reason-offensive = Es ist anstößig
report-reason-minor = Jemand darauf ist unter 18
report-reason-other = Etwas anderes
report-undo = Zurücknehmen
report-undone = Deine Meldung ist zurückgenommen.
report-settled = Über diese Meldung wurde schon entschieden.
report-gone = Diese Meldung gibt es nicht mehr.
report-taken-back = Meldung { $number } wurde zurückgenommen.
report-dismiss = Verwerfen
report-ban = Sperren
report-dismissed = Meldung { $number } ist verworfen.

# ---- Admin
whoami = Du bist hier `{ $name }`. Wer diesen Bot betreibt, macht dich damit in ADMIN_IDS zum Admin.
whoami-admin = Du bist hier `{ $name }`, und Admin.
alert-model-missing = Ein Auftrag ist gescheitert, weil ein Modell fehlt: { $component }. Hol es mit `{ $how }`; den Leuten wird gesagt, dass der Bot noch nicht eingerichtet ist.
alert-model-damaged = Ein Auftrag ist gescheitert, weil ein Modell beschädigt ist: { $component }. Repariere es mit `{ $how }`.
admin-stats = **Zahlen**
admin-stats-people = Personen: { $people }
admin-stats-jobs = Aufträge: { $queued } wartend, { $running } laufend, { $done } fertig, { $failed } misslungen
admin-stats-paused = Neue Aufträge: { $paused ->
        [yes] angehalten
       *[no] angenommen
    }
admin-unknown-person = Ich kenne niemanden namens „{ $person }“. Schreib platform:user, zum Beispiel `telegram:12345`.
admin-not-yourself = Dich selbst und andere Admins kannst du nicht aussperren.
admin-banned = { $person } ist ausgesperrt. Abgebrochene Aufträge: { $count }.
admin-allowed = { $person } darf den Bot wieder benutzen.
admin-paused = Angehalten: Es werden keine neuen Aufträge angenommen. /resume macht weiter.
admin-resumed = Neue Aufträge werden wieder angenommen.
admin-audit-title = **Protokoll, Neuestes zuerst**
admin-audit-empty = Das Protokoll ist leer.

# ---- Answers to what does not fit
banned = Du kannst diesen Bot nicht mehr benutzen. Wenn du das für einen Irrtum hältst, wende dich an die Betreiber.
flood = Etwas langsamer, bitte. Ich höre in { $seconds ->
        [one] einer Sekunde
       *[other] { $seconds } Sekunden
    } wieder zu.
private-only = Gesichter sind privat. Schreib mir in einem privaten Chat und versuch es dort.
anonymous-admin = Du schreibst im Namen der Gruppe, deshalb kann ich nicht wissen, wessen Gesicht gemeint ist. Schalte „Anonym bleiben“ kurz aus, oder schreib mir in einem privaten Chat.
result-not-allowed = In diesem Chat darf ich schreiben, aber keine Bilder oder Dateien senden. Die Admins können es erlauben; in einem privaten Chat kann ich es dir immer zeigen.
unknown-command = /{ $name } kenne ich nicht. Meinst du { $closest }?
unknown-command-none = /{ $name } kenne ich nicht. /help zeigt, was ich kann.
unknown-button = Dieser Knopf geht nicht mehr. /start zeigt, wo wir stehen.
said-new = Schick mir ein Selfie, um anzufangen, oder /help, um zu sehen, was ich kann.
said-collecting = Ich sammle deine Selfies. Schick Fotos, oder drück auf Fertig.
said-ready = Das habe ich nicht verstanden. Nenn mir einen Stil in deinen Worten, etwa „Cyberpunk, lächelnd“, oder wähle einen:
said-offer = Meinst du einen von diesen?
said-thanks = Gern geschehen! Soll ich noch eins machen?
said-unused = Mit diesen Wörtern konnte ich nichts anfangen: { $words }.
argument-missing = Es fehlt noch { $name }: `{ $usage }`
argument-not-a-number = „{ $value }“ ist keine Zahl für { $name }. So geht es: `{ $usage }`
argument-out-of-range = { $name } muss von { $least } bis { $most } sein.
argument-too-small = { $name } muss mindestens { $least } sein.

# ---- Errors of the engine: what happened and what to do next
error-engine = Bei mir ist etwas schiefgegangen. Es kostet dich nichts; bitte versuch es noch einmal.
error-bad-photo = Eines der Fotos ist nicht zu gebrauchen. { $sentence }
error-not-enough-photos = Ich brauche { $needed ->
        [one] mindestens ein brauchbares Foto
       *[other] mindestens { $needed } brauchbare Fotos
    } und habe { $usable }. Schick mir weitere Selfies.
error-unknown-style = Einen Stil „{ $name }“ gibt es nicht mehr. /styles zeigt alle.
error-style-not-here = Das jetzige Modell dieses Bots kann den Stil „{ $name }“ nicht zeichnen. Bitte wähle einen aus /styles; wer den Bot betreibt, kann ihn mit `{ $how }` hinzufügen.
error-bad-adapter = Die Datei dieses Stils ist beschädigt oder für ein anderes Modell gemacht. Bitte wähle einen anderen Stil; wer den Bot betreibt, findet den Grund mit `python -m bot styles`.
error-bad-base = Das Basismodell dieses Bots ({ $name }) ist nicht so beschrieben, wie es sein muss. Die Betreiber finden den Grund mit `python -m bot doctor`.
error-other-base = Dieser Bot zeichnet jetzt mit einem anderen Modell, dein Gesicht wurde mit dem alten gelernt. Sende /selfies und drücke Fertig, um es neu zu lernen.
error-no-identity = Ich kenne dein Gesicht noch nicht. Schick mir zuerst Selfies und drück dann auf Fertig.
error-under-age = Die Person auf diesen Fotos sieht nach unter 18 aus, und ich male nur Erwachsene. Wenn du das bist, schick neuere Fotos.
error-child-in-picture = In diesem Bild ist vielleicht ein Kind, deshalb setze ich niemanden hinein und lasse niemanden damit sprechen. Nimm ein anderes Bild.
error-portrait-covered = In diesem Bild verdeckt etwas den Mund, eine Maske oder eine Hand; so kann es nicht sprechen. Nimm eines mit freiem Gesicht.
error-unsafe-picture = Ich habe die Bilder zurückgehalten, weil sie Nacktheit zeigten. Versuch einen anderen Stil oder drück auf „Noch einmal“.
error-content-refused = { $category ->
    [sexual] Sexuelles über echte Menschen male und sage ich nicht. Sag es mit anderen Worten oder wünsch dir etwas anderes.
    [minors] Kinder und Jugendliche kommen hier in keine solchen Bilder, und niemand wird zum Kind gemacht. Wünsch dir etwas anderes.
    [violence] Gewalt gegen Menschen und Drohungen male und sage ich nicht. Wünsch dir etwas anderes.
    [figures] Ich mache niemanden zu einer bekannten Person, und niemand gibt sich hier als eine aus. Lass den Namen weg.
    [hate] Hass und Beschimpfungen male und sage ich nicht. Sag es mit anderen Worten.
   *[operator] Die Betreiber dieses Bots erlauben diese Worte nicht. Sag es mit anderen Worten.
}
error-unfit-portrait = Dieses Bild lässt sich nicht zum Sprechen bringen. Versuche ein anderes Porträt.
error-portrait-without-face = Ich sehe auf diesem Bild kein Gesicht, also kann niemand sprechen. Versuche ein anderes Porträt.
error-portrait-face-too-small = Das Gesicht auf diesem Bild ist zum Sprechen zu klein. Nimm eines mit größerem Gesicht, oder schneide das Bild zu.
error-portrait-turned-away = Der Kopf auf diesem Bild ist zum Sprechen zu weit zur Seite gedreht. Nimm ein Porträt, das mehr in die Kamera schaut.
error-weight-missing = Diesem Bot fehlt ein Modell ({ $component }). Die Betreiber holen es mit `{ $how }`.
error-weight-corrupt = Ein Modell dieses Bots ist beschädigt ({ $component }). Die Betreiber reparieren es mit `{ $how }`.
error-source-unreachable = Ein Modell ({ $component }) war gerade nicht zu holen. Bitte versuch es später wieder.
error-out-of-memory = Der Rechner hatte zu wenig Speicher. Versuch weniger Bilder auf einmal, oder versuch es später wieder.
error-device-lost = Die Grafikkarte hat dreimal nacheinander nicht mehr geantwortet. Es kostet dich nichts; bitte versuch es später wieder.
error-not-a-number = Das Modell hat sich verrechnet und kein Bild zustande gebracht. Es kostet dich nichts. Versuch einen anderen Stil oder ein kleineres Gewicht; die Betreiber prüfen die Dateien mit `python -m bot weights verify`.
error-disk-full = Die Festplatte des Rechners ist voll, deshalb konnte ich dein Ergebnis nicht speichern. Es ist nichts verloren; bitte versuch es später wieder.
files-too-many = Das ist mehr, als ich auf einmal annehme. Schick den Rest in zehn Minuten.
error-cancelled = Abgebrochen, wie du wolltest. Es kostet dich nichts.
error-worker-died = Der Rechner ist über diesen Auftrag mehrmals gestolpert. Es kostet dich nichts; bitte versuch es noch einmal.

# ---- Forms
button-tune = Nochmal mit …
menu-talk = Sprechen lassen
file-parts = Diese Datei ist größer, als Discord erlaubt, darum kommt sie in { $count } Teilen. Lege sie in einen Ordner und öffne { $name } etwa mit 7-Zip: Es fügt die übrigen an.
form-usage = Sag, was anders sein soll: `{ $usage }`. Lass weg, was bleiben darf.
form-selfies = Selfies
form-photos = Bis zu zehn Selfies
form-photos-hint = Nur du, Gesicht gut zu sehen, verschiedenes Licht, verschiedene Winkel.
form-agree = Ja, das bin ich, und ich bin 18+
form-agree-hint = Ohne dein Ja bleiben die Fotos ungeöffnet.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = Meine Lieblingsbilder
help-stickers = Sticker aus meinen Favoriten machen
help-presets = Unter einem Namen gemerkte Wünsche
help-link = Dasselbe Konto auf einer anderen Plattform nutzen
help-post = Ein fertiges Bild von mir in dieser Gruppe zeigen
help-reports = Was gemeldet wurde
help-setquota = Rechenzeit einer Person pro Tag festlegen
help-adult = Für eine Person sagen, dass sie erwachsen ist
help-setstyle = Einen Stil herausnehmen oder zurückholen
help-broadcast = Allen schreiben, die Neuigkeiten wollen
help-limit = Bilder, die in dieser Gruppe pro Tag gezeigt werden dürfen
param-do = use, save oder delete: nutzen, merken, löschen
param-act = make (machen) oder delete (löschen)
param-name = Name der Vorlage
param-code = Code von der anderen Plattform
param-picture = Welches Bild des Auftrags
param-minutes = Minuten pro Tag; ohne: die allgemeine Grenze
param-state = on oder off: an oder aus
button-favourite = Lieblingsbild
button-favourites = Meine Lieblingsbilder
button-gallery = Meine Bilder
favourites-empty = Du hast noch keine Lieblingsbilder. Drück unter einem Porträt auf „Lieblingsbild“: Dann bleibt es, bis du es löschst.
favourites-title = **Deine Lieblingsbilder** · { $from }–{ $to } von { $total }
favourites-caption = Auftrag { $number }, Bild { $rank } · { $style }
favourites-which = Welches Bild von Auftrag { $number }? Drück ein markiertes noch einmal, um es abzuwählen.
favourites-pick = Bild { $rank }
favourites-added = ★ Bild { $rank } von Auftrag { $number } ist jetzt ein Lieblingsbild und bleibt, bis du es löschst.
favourites-removed = Bild { $rank } von Auftrag { $number } ist kein Lieblingsbild mehr und läuft ab wie die anderen.
presets-none = Du hast noch keine Vorlagen. `/presets save NAME` merkt sich Stil, Anzahl und Stärken deines letzten Porträts unter einem Namen.
presets-title = **Deine Vorlagen**
presets-line = **{ $name }**: { $style } × { $count }
presets-hint = `/presets NAME` malt eine, `/presets save NAME 12` merkt sich den Wunsch von Auftrag 12.
presets-draw = { $name } malen
presets-saved = Gemerkt als **{ $name }**: { $style }, aus Auftrag { $number }.
presets-deleted = Die Vorlage „{ $name }“ ist gelöscht.
presets-unknown = Du hast keine Vorlage „{ $name }“. /presets zeigt, welche du hast.
presets-nameless = Sag, welche: { $known } und dann ein Name, etwa `/presets save urlaub`.
presets-full = Du hast { $most } Vorlagen, mehr Platz ist nicht. Lösche zuerst eine in /presets.
link-code =
    Dein Code: **{ $code }**
    Tipp mir auf der anderen Plattform innerhalb von { $minutes } Minuten `/link { $code }`. Er gilt einmal, und nichts wird verbunden, bevor du es dort bestätigt hast. Gib ihn niemandem: Wer ihn hat, kann hier du werden.
link-ask = **Beide Konten verbinden?** Nur eines kann bleiben; was das andere enthält, wird gelöscht. Mach nur weiter, wenn du diesen Code selbst erzeugt hast: Wer ihn erzeugt hat, wird du.
link-there = Dort (woher der Code kommt): Gesichter { $faces }, Bilder { $pictures }, offene Aufträge { $jobs }
link-here = Hier: Gesichter { $faces }, Bilder { $pictures }, offene Aufträge { $jobs }
link-two-faces = Beide Konten kennen ein Gesicht. Gesichter werden nie vermischt: Es gilt dann das des Kontos, das bleibt.
link-warning = Was gelöscht wird, ist endgültig weg; /export gibt es dir vorher.
button-link-there = Das Konto von dort behalten
button-link-here = Dieses Konto behalten
link-asked = Ich habe auf { $platform } nachgefragt, wo der Code gemacht wurde. Antworte dort innerhalb von zehn Minuten; bis dahin ändert sich nichts.
link-confirm = **Bist du das?** { $name } auf { $platform } hat den Code eingegeben, den du hier gemacht hast, und möchte eine Person mit dir sein: mit deinem Gesicht, deinen Bildern und allem, was du darfst. { $kept } Sag nur Ja, wenn du es warst.
link-keeps-yours = Dieses Konto bleibt, das andere wird gelöscht.
link-keeps-theirs = Das andere Konto bleibt; **dieses wird gelöscht**, mit Gesicht und Bildern.
button-link-yes = Ja, das bin ich
button-link-no = Nein, nicht ich
link-declined = Wo der Code gemacht wurde, war die Antwort Nein. Alles bleibt, wie es ist.
link-kept = Nichts wurde verbunden; der Code gilt nicht mehr. Falls ihn jemand gesehen hat, mach mit /link einen neuen.
link-done = **Verbunden.** Du bist jetzt auf beiden Plattformen dieselbe Person; /start zeigt, wo du stehst.
link-told = Dein Konto hier wurde eben mit einem auf { $platform } verbunden. Warst du das nicht, schreib sofort denen, die diesen Bot betreiben.
link-wrong = Diesen Code kenne ich nicht, oder er ist zu alt. Hol dir mit /link auf der anderen Plattform einen neuen.
link-tries = Zu viele falsche Codes. Versuch es in { $minutes } Minuten wieder.
link-same = Dieser Code ist von genau diesem Konto. Tipp ihn auf der anderen Plattform.
post-where = /post zeigt ein Bild in einer Gruppe. Tipp es dort.
post-label = KI-generiert · { $style }
post-limit = In dieser Gruppe dürfen pro Tag höchstens { $most } Bilder gezeigt werden. Versuch es später wieder.
limit-where = /limit gilt für eine Gruppe. Tipp es dort.
limit-set = Bilder pro Tag in dieser Gruppe: { $most }.
setquota-done = { $person } darf pro Tag { $minutes } Minuten Rechenzeit nutzen.
setquota-general = Für { $person } gilt wieder die allgemeine Grenze.
adult-on = Die Altersprüfung hält { $person } nun für erwachsen, außer bei Fotos eindeutiger Kinder. Alle lesen das in /audit.
adult-off = Für { $person } entscheidet wieder die Altersprüfung.
setstyle-none = Kein Stil ist herausgenommen. `/setstyle off NAME` nimmt einen heraus, `/setstyle on NAME` holt ihn zurück.
setstyle-list = Herausgenommen: { $names }.
setstyle-state = Sag zuerst on oder off, etwa `/setstyle off oil`.
setstyle-off = Der Stil `{ $name }` ist herausgenommen.
setstyle-on = Der Stil `{ $name }` ist wieder da.
broadcast-ask = Das geht an { $count } Personen, je eine Nachricht; wer keine Neuigkeiten will, bekommt nichts. Senden?
broadcast-sent = Unterwegs an { $count } Personen.
button-send = Senden
button-no-news = Keine solchen Nachrichten mehr
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
settings-news = Neuigkeiten von denen, die diesen Bot betreiben: { $news ->
        [off] nein
       *[on] ja
    }
settings-news-value = Neuigkeiten gibt es mit on oder off: `/settings news off`.
button-news-on = Neuigkeiten: an
button-news-off = Neuigkeiten: aus
quota-kind = Innerhalb von 24 Stunden geht das hier { $most }-mal, und so oft war es schon. Versuch es später wieder; /quota zeigt, wie es steht.
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
mydata-platforms = Bekannt bist du auf: { $names }
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
fusion-turned-away = Der Kopf ist hier so weit gedreht, dass dein eigenes Gesicht nicht eingesetzt werden konnte.
fusion-turned = Der Kopf ist hier gedreht, darum ging weniger von deinem eigenen Gesicht hinein.
fusion-glasses = Nur auf einem von Foto und Bild ist eine Brille, darum ging weniger von deinem eigenen Gesicht hinein.
fusion-not-nearer = Dein eigenes Gesicht einzusetzen brachte sie dir nicht näher, darum bleiben sie, wie sie gemalt wurden.
looks-person-young = eine junge Person
looks-person-adult = eine Person
looks-person-mature = eine ältere Person
button-person = Einfach eine Person
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
error-no-face-in-template = In diesem Bild sehe ich kein Gesicht, an dessen Stelle deines passt. Schick eines mit gut sichtbarem Gesicht.
error-nobody-placed = Für jede Person muss es genau einen Platz geben. Sag noch einmal, wer wohin soll.
error-no-such-face = Ein freies Gesicht { $number } gibt es in diesem Bild nicht; es hat { $faces }. Wähl eine andere Nummer.
error-unfit-face = Gesicht { $number } { $reason ->
        [child] sieht nach unter 18 aus
        [too-small] ist zu klein
       *[other] ist zu weit weggedreht
    }. Wähl ein anderes oder ein anderes Bild.
error-spoilt-template = Ich habe deine Fotos auf mehrere Arten versucht, und keine sieht in diesem Bild richtig aus: { $fault ->
        [eyes] die Augen passen nicht zueinander
        [turned] der Kopf ist weiter gedreht als auf deinen Fotos
        [blur] das Gesicht ist nicht so scharf wie das, was es umgibt
        [neck] Gesicht und Hals haben verschiedene Töne
        [seam] man sieht den Rand des Gesichts
       *[other] das Gesicht sieht dir nicht ähnlich
    }. Versuch ein anderes Bild, oder lass mich dein Gesicht aus mehr Fotos lernen.
error-bad-garment = Diese Kleidung lässt sich nicht anprobieren. Schick ein anderes Bild davon.
error-no-garment = In diesem Bild finde ich keine Kleidung. Schick eines, das das Kleidungsstück deutlich und ganz zeigt, am besten von einer Person getragen.
error-no-such-garment = Ein Kleidungsstück { $number } gibt es in diesem Bild nicht; ich habe { $garments } gefunden. Wähl eine andere Nummer.
error-garment-not-worn = Diese Kleidung trägt niemand, und das Basismodell hier zeichnet nur Gesichter, also keinen Körper dafür. Schick ein Bild, auf dem sie jemand trägt.
error-garment-too-small = Dieses Bild ist zu klein: Die kürzere Seite hat { $pixels } Pixel, ich brauche { $needed }. Schick ein größeres.
error-unfit-head = Wer das hier trägt, { $reason ->
        [child] sieht nach unter 18 aus, und ich ersetze nur Gesichter Erwachsener
        [too-small] ist zu klein im Bild für dein Gesicht
        [turned-away] schaut zu weit weg für dein Gesicht
       *[other] zeigt kein Gesicht, und das Basismodell hier zeichnet nur Gesichter
    }. Schick ein Bild, auf dem man das Gesicht sieht.
error-scene-not-here = Das Basismodell hier zeichnet nur Gesichter, also keinen Hintergrund nach Worten. Wähl einen der fertigen Hintergründe.
background-keep = der des Bildes
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
button-private = Zum privaten Chat

# ---- Into a picture, and into clothes
help-inpaint = Mich in ein Bild einsetzen
help-tryon = Mich in der Kleidung eines Bildes zeigen
help-accept = Mein Gesicht für jemandes Bild leihen
param-template = Name eines fertigen Bildes
param-background = Was hinter mir ist
param-scene = Ein Hintergrund in Worten oder der Name einer Szene
menu-inpaint = Mich einsetzen
menu-tryon = Mir das anziehen
what-inspect-template = ein Bild ansehen
what-template = dich in ein Bild malen
title-template = In ein Bild
title-tryon = Anprobierte Kleidung
somebody = jemand
picture-one-of-album = Ich nehme ein Bild auf einmal: das erste deines Albums. Die anderen habe ich nicht behalten.
inpaint-prompt = **In welches Bild soll ich dich setzen?** Schick es jetzt. Gesichter darin werden nur gefunden und ersetzt, nie verglichen oder gelernt, und das Bild wird etwa eine Stunde nach dem letzten Malen gelöscht.
inpaint-found = { $count ->
        [one] Ich sehe ein Gesicht, und es wird deines.
       *[other] Ich sehe { $count } Gesichter. Nur Gesicht { $face } lässt sich neu malen, und es wird deines.
    }
inpaint-place = Du nimmst den Platz darin ein.
inpaint-places = **{ $count } Plätze. Wer kommt wohin?** Ein Platz, den niemand nimmt, fällt weg: Wer da ist, rückt zusammen.
inpaint-who = **Ich sehe { $count } Gesichter. Wer soll wohin?**
inpaint-plan = **Wer wohin kommt**
inpaint-alt = Das Bild mit einer Nummer an jedem Gesicht
inpaint-unfit = { $count ->
        [one] Das Gesicht in diesem Bild lässt sich nicht neu malen. Versuch ein anderes Bild.
       *[other] Keines der { $count } Gesichter in diesem Bild lässt sich neu malen. Versuch ein anderes Bild.
    }
inpaint-nobody = Noch hat niemand einen Platz. Wähl ein Gesicht für dich, oder lade jemanden ein.
inpaint-gone = Dieses Bild ist nicht mehr da: Bilder mit anderen Leuten behalte ich nur kurz. Schick es noch einmal.
inpaint-again-guest = Ein geliehenes Gesicht gilt für ein Mal. Lade für ein weiteres noch einmal ein.
template-turned-away = zu weit weggedreht
template-too-small = zu klein
template-child = sieht nach unter 18 aus, und ich ersetze nur Gesichter Erwachsener
template-covered = verdeckt: eine Hand, eine Maske oder eine dunkle Brille
seat-unfit = Gesicht { $face }: { $reason }
seat-line = Gesicht { $face }: { $state ->
        [own] du
        [open] wer deinen Code benutzt
        [asked] { $name } ist gefragt
        [agreed] { $name } ist einverstanden
        [refused] { $name } hat Nein gesagt
        [empty] bleibt frei
       *[free] bleibt, wie es ist
    }
button-seat = Ich: { $face }
button-draw = Jetzt malen
button-invite = Jemanden einladen
button-unseat = { $face } so lassen
button-face = Gesicht { $face }
button-faces = Andere Gesichter
button-templates = Fertige Bilder
templates-title = **Fertige Bilder** · { $from }–{ $to } von { $total }
templates-caption = { $title } · { $faces ->
        [one] ein Gesicht
       *[other] { $faces } Gesichter
    }
template-title-cover = Titelseite
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
template-title-holiday = Weihnachtskarte
template-title-family = Familienbild
template-unknown = Ein fertiges Bild „{ $name }“ gibt es nicht. Wähl eines von diesen.
invite-which = Welches Gesicht ist für deinen Gast?
invite-code =
    Der Code für Gesicht { $face }: **{ $code }**
    Gib ihn der Person, die dorthin soll. Sie schreibt mir `/accept { $code }`, sieht das Bild und entscheidet. Er gilt einmal, { $hours } Stunden lang, und niemand wird ohne das eigene Ja gemalt.
invite-agreed = **{ $name } ist einverstanden**, Gesicht { $face } zu werden.
invite-refused = { $name } möchte nicht Gesicht { $face } werden.
invite-withdrawn = { $name } hat das Einverständnis für Gesicht { $face } zurückgenommen. Damit wird nichts gemalt, und was damit gemalt wurde, ist hier gelöscht.
accept-ask = **{ $host } möchte dich in dieses Bild setzen, als Gesicht { $face }.** Dein Gesicht wird für dieses eine Mal benutzt und für nichts sonst. { $host } bekommt das gemalte Bild, aber keines deiner Fotos. Mit /accept kannst du es zurücknehmen. Bist du einverstanden?
accept-agreed = Danke. Mit /accept kannst du es jederzeit zurücknehmen.
accept-refused = Verstanden: Dein Gesicht wird nicht benutzt.
accept-withdrawn = Zurückgenommen. Mit deinem Gesicht wird nichts mehr erstellt, und was erstellt wurde, ist gelöscht, auch in den Chats.
accept-none = Du hast dein Gesicht niemandem geliehen. Wer dich in einem Bild haben möchte, gibt dir einen Code: `/accept CODE`.
accept-title = **Wem du dein Gesicht geliehen hast**
accept-line = { $number }. { $host }: { $state ->
        [agreed] noch nicht gemalt
       *[used] gemalt
    }
accept-unknown = Diese Einladung kenne ich nicht, oder sie ist zu alt. Bitte um einen neuen Code.
accept-own = Das ist dein eigener Code. Gib ihn der Person, die ins Bild soll.
button-lend = Ja, nimm hier mein Gesicht
button-take-back = { $number ->
        [0] Zurücknehmen
       *[other] { $number } zurücknehmen
    }
lent-only-here = Jemand hat dir ein Gesicht für genau dieses Bild geliehen, es kann für nichts anderes benutzt werden.
template-done = **Da bist du:**
template-alt = KI-bearbeitetes Bild mit eingesetztem Gesicht
template-source-photo = Aus den Bildpunkten deines eigenen Fotos, im Licht des Bildes.
template-source-moved = Aus den Bildpunkten deines eigenen Fotos mit anderem Ausdruck, im Licht des Bildes.
template-source-base = Vom gelernten Gesicht gezeichnet.
template-spoilt = { $count ->
    [one] Eines mehr ist schlecht geworden; ich zeige es nicht.
   *[other] { $count } mehr sind schlecht geworden; ich zeige sie nicht.
}
template-each = Gesicht { $face } { $percent } % ähnlich
template-unlike = Keines ist ähnlich genug, um es dieselbe Person zu nennen. Mehr Selfies oder ein anderes Bild können helfen.
template-guest = Ein Gast hat für genau dieses Mal ein Gesicht geliehen und kann das zurücknehmen.
error-template-gone = Das Bild wurde gelöscht, bevor ich malen konnte. Schick es noch einmal.
error-guest-left = Jemand hat das geliehene Gesicht für dieses Bild zurückgenommen, deshalb wurde nichts gemalt. Das kostet dich nichts. Wähl noch einmal, wer wohin kommt.
tryon-prompt = **Welche Kleidung soll ich dir anziehen?** Schick jetzt ein Bild davon, am besten an einer Person, deren Gesicht man sieht. Es wird etwa eine Stunde nach dem letzten Malen gelöscht.
tryon-found = { $count ->
        [one] **Ich habe ein Kleidungsstück gefunden.** Was mit ✓ markiert ist, bleibt genau wie im Bild.
       *[other] **Ich habe { $count } Kleidungsstücke gefunden.** Was mit ✓ markiert ist, bleibt genau wie im Bild.
    }
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
tryon-redrawn = Neu gemalt: { $parts }.
tryon-stays = Bleibt wie im Bild: { $parts }.
tryon-found-alt = Das Bild mit einer Nummer und einer Farbe auf jedem Kleidungsstück
tryon-squares = Welche Felder? Schreib sie, wie `B3` oder `B3 C4`; das letzte ist { $last }.
tryon-no-square = Ein Feld { $name } gibt es nicht; das letzte ist { $last }.
tryon-still-looking = Einen Moment, die Felder sind noch nicht fertig. Schreib sie gleich noch einmal.
tryon-nothing-kept = Ein Kleidungsstück muss bleiben, sonst gibt es nichts anzuprobieren.
tryon-backdrop = Welcher Hintergrund?
tryon-background-unknown = Diese Hintergründe kenne ich: { $known }.
tryon-done = **Anprobiert:**
tryon-alt = KI-erzeugtes Bild einer Anprobe
button-wear = Mal mich darin
button-backdrop = Anderer Hintergrund
button-more-garment = Es fehlt etwas
button-less-garment = Es ist zu viel
button-clothes = Zurück zur Kleidung
quota-template = In Bilder gemalt: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
quota-tryon = Anproben: { $most ->
        [0] { $count }
       *[other] { $count } von { $most }
    }, { $minutes } Min.
mydata-agreements = Wie oft du dein Gesicht geliehen hast: { $count }
forget-agreements = { $count ->
        [one] ein Einverständnis, dein Gesicht zu leihen
       *[other] { $count } Einverständnisse, dein Gesicht zu leihen
    }

# ---- One's own photo as the canvas
portrait-label-edited = KI-bearbeitet · Auftrag { $number } · Seed { $seed }
portrait-alt-edited = KI-bearbeitetes Foto im Stil { $style }
portrait-enlarged = Dein Foto zeigt das Gesicht mit wenigen Pixeln; es wurde vergrößert und wirkt deshalb weicher.
portrait-tighter = Deine Fotos zeigen weniger von dir, als du wolltest; der Ausschnitt ist deshalb enger. Ein Foto aus größerem Abstand hilft.
source-photo = dein Foto in neuem Licht
source-redrawn = dein Foto, das Gesicht von deinem gelernten Gesicht neu gezeichnet
source-moved = dein Foto in neuem Licht, mit anderem Ausdruck
portrait-mien-weak = In manchen Bildern ist der Ausdruck schwächer als gewünscht: mehr davon hätte Ähnlichkeit gekostet.
source-base = von deinem gelernten Gesicht gezeichnet
expression-as-is = wie ich bin
expression-smile = lächeln
expression-serious = ernst
expression-surprised = überrascht
stage-composing = dein Foto kommt in die Szene, { $done } von { $total }
error-unknown-scene = Eine Szene „{ $name }“ gibt es nicht. Versuch es mit { $closest }.
argument-choice = { $name } kann sein: { $choices }.
param-expression = Was das Gesicht zeigt
param-framing = Wie viel von dir zu sehen ist
param-shape = Form des Bildes, Breite zu Höhe
param-draw = canvas: dein Foto im Stil; base: vom gelernten Gesicht gezeichnet

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } bewirkt bei dem Modell, das hier läuft, nichts. Lass es weg.
param-size = Pixel der längeren Seite
param-refine = face: das Gesicht wird feiner neu gezeichnet; hires: das ganze Bild, größer
param-preset = Wie gründlich dein Gesicht gelernt wird: quick, good oder best
settings-shape = Form: { $value }
settings-size = Längere Seite: { $value }
settings-refine = Feinheit: { $value }
settings-preset = Ein Gesicht lernen: { $value }
button-shape = Form
button-size = Größe
button-refine = Feinheit
button-preset = Lernen
size-usual = wie es der Stil vorsieht
size-pixels = { $pixels } Pixel
refine-none = wie gezeichnet
refine-face = Gesicht neu gezeichnet
refine-hires = alles neu gezeichnet, größer
preset-quick = schnell
preset-good = gut
preset-best = so gut wie möglich
button-done-quick = Fertig, schnell lernen
button-done-best = Fertig, so gut wie möglich lernen
button-finer-face = Feineres Gesicht

help-verify = Wurde dieses Bild hier gemacht?
what-verify = nach meinem Zeichen suchen
verify-prompt = Schick mir das Bild oder den Clip mit /verify als Bildunterschrift, oder antworte auf eines mit /verify. Ein Ausschnitt oder Bildschirmfoto geht auch.
verify-yours = Hier gemacht: dein Auftrag { $number }, { $what }.
verify-job = Hier gemacht: Auftrag { $number }, { $what }. Er gehört jemand anderem; du siehst das als Admin.
verify-here = Das wurde hier gemacht. Von wem, erfährt niemand.
verify-alike = Das trägt das Zeichen eines Bots meiner Art, aber keines Auftrags, den ich kenne: Er wurde gelöscht oder ist lange her, vom Zeichen ist zu wenig übrig, oder ein anderer Bot hat es gemacht.
verify-nothing = Ich finde kein Zeichen von mir. Das beweist nichts: Starke Änderungen und kleine Ausschnitte nehmen es weg.
verify-says = Die Datei selbst sagt, dass KI sie gemacht oder bearbeitet hat. Das kann jeder in eine Datei schreiben.
stage-verifying = nach dem Zeichen suchen
# ---- A face that is blocked, and what was refused
help-block = Diesem Bot mein Gesicht verbieten
help-strikes = Wem etwas wegen des Inhalts verweigert wurde
help-pardon = Einer Person das Verweigerte nachsehen
help-blocked = Die hier gesperrten Gesichter
help-unblock = Ein Gesicht von der Sperrliste nehmen
param-number = Nummer eines gesperrten Gesichts
button-block = Ja, mein Gesicht sperren
button-unblock = Mein Gesicht wieder erlauben
block-ask = **Diesem Bot dein Gesicht verbieten?** Dein gelerntes Gesicht wird mit deinen Fotos gelöscht. Hat es mir jemand anders beigebracht, wird damit nichts mehr gemalt. Danach lehne ich jedes Foto, jede Vorlage und jede Szene ab, auf der ich dein Gesicht sehe, egal wer sie schickt. Dafür behalte ich 128 Zahlen deines Gesichts, verschlüsselt und ohne deinen Namen; sie bleiben mit Absicht auch nach /forget. /block undo nimmt es zurück, von diesem Konto auf dieser Plattform, auch später.
block-done = **Dein Gesicht ist hier gesperrt.** Ich lerne es von niemandem und lehne Bilder ab, auf denen ich es erkenne. Ich kann mich irren, am ehesten bei Fotos von der Seite oder in schlechter Qualität. /block undo nimmt es zurück.
block-is = Dein Gesicht ist hier gesperrt. /block me ersetzt es durch das, was deine neuesten Fotos zeigen.
block-none = Du hast hier kein Gesicht gesperrt. Geschah es von einem anderen Konto aus, können es die Betreiber zurücknehmen.
block-undone = Dein Gesicht darf wieder benutzt werden. Schick mit /selfies Selfies, um neu zu beginnen.
block-nobody-known = Ich kenne dein Gesicht noch nicht. Schick zuerst ein Selfie; ist es angenommen, dann noch einmal /block me.
forget-block = Deine Sperre bleibt, wie du es wolltest: 128 verschlüsselte Zahlen ohne deinen Namen. /block undo nimmt sie zurück.
photo-blocked = Wer das ist, hat diesem Bot sein Gesicht verboten. Bist du es selbst, nimmt /block undo das zurück.
error-blocked-face = Jemand auf diesem Bild hat diesem Bot sein Gesicht verboten, deshalb benutze ich es nicht. Schick ein anderes.
blocked-none = Niemand hat hier sein Gesicht gesperrt.
blocked-title = **Gesperrte Gesichter: { $count }** (Nummer und Tag; wessen sie sind, ist nicht zu sehen). /unblock und eine Nummer nimmt eines von der Liste.
blocked-unknown = Es gibt kein gesperrtes Gesicht mit der Nummer { $number }; /blocked zeigt sie.
blocked-removed = Das gesperrte Gesicht { $number } ist von der Liste.
strikes-pause = Das war zu oft: { $hours } Stunden lang male ich nichts für dich.
strikes-paused = Ich male gerade nichts für dich, weil du zu oft um etwas gebeten hast, das ich nicht malen darf. Versuch es in { $hours } h wieder; was du hast, bleibt.
strikes-nobody = Heute wurde niemandem etwas wegen des Inhalts verweigert.
strikes-title = **Wegen des Inhalts verweigert, innerhalb eines Tages**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: pausiert bis { $until } UTC
strikes-no-strikes = Gegen { $person } ist nichts gezählt.
strikes-pardoned = Was gegen { $person } gezählt war, ist vergessen.
