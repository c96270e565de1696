# The pages that sign people in and out.
login-title = Anmelden
login-field-name = Name
login-field-password = Passwort
login-go = Anmelden
login-by-link = Schick dem Bot auf Telegram oder Discord /web und öffne den Link aus seiner Antwort. Er gilt einmal, zehn Minuten lang.
login-by-telegram = Auf Telegram öffnet die Taste neben dem Textfeld diese App ohne Passwort.
login-invited = Ich habe einen Einladungscode
login-wait = Einen Moment …
login-scripts = Diese Seite braucht JavaScript.
login-as = Dieser Link meldet dich als { $person } an. Wenn du das nicht bist, schließe die Seite.
login-wrong = Name oder Passwort stimmt nicht.
login-link-old = Dieser Link ist abgelaufen oder wurde schon benutzt. Schick dem Bot noch einmal /web.
login-telegram = Öffne diese Seite über den Bot auf Telegram.
login-telegram-old = Die Anmeldung von Telegram ist abgelaufen. Schließe die App und öffne sie neu.
login-slow = Zu viele Versuche. Warte { $minutes } { $minutes ->
        [one] Minute
       *[other] Minuten
    } und versuche es dann noch einmal.
login-not-here = So meldet sich hier niemand an.
login-no-invitations = Einladungen sind hier abgeschaltet.
login-name = Wähle einen Namen mit 1 bis 40 Zeichen.
login-password-short = Wähle ein Passwort mit mindestens { $least } Zeichen.
login-invitation = Dieser Einladungscode ist falsch, abgelaufen oder schon benutzt.
login-name-taken = Diesen Namen hat schon jemand. Wähle einen anderen.
join-title = Mit Einladung beitreten
join-field-code = Einladungscode
join-password-hint = Mindestens { $least } Zeichen.
join-go = Konto anlegen
sessions-title = Wo du angemeldet bist
sessions-seen = zuletzt gesehen { $at } UTC
sessions-way-link = mit Link
sessions-way-password = mit Passwort
sessions-way-telegram = Telegram Mini App
sessions-here = Hier abmelden
sessions-there = Abmelden
sessions-others = Überall sonst abmelden
sessions-done = Abgemeldet.
sessions-password = Passwort ändern
sessions-password-old = Jetziges Passwort
sessions-password-new = Neues Passwort
sessions-password-go = Passwort ändern
sessions-password-done = Das Passwort ist geändert. Alle anderen Browser sind abgemeldet.
sessions-back = Zurück zum Chat
sessions-operator = Seite des Betreibers
