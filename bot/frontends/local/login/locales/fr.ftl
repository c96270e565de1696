# The pages that sign people in and out.
login-title = Se connecter
login-field-name = Nom
login-field-password = Mot de passe
login-go = Se connecter
login-by-link = Envoie /web au bot sur Telegram ou Discord et ouvre le lien de sa réponse. Il sert une fois, pendant dix minutes.
login-by-telegram = Sur Telegram, le bouton à côté du champ de message ouvre cette application sans mot de passe.
login-invited = J'ai un code d'invitation
login-wait = Un instant …
login-scripts = Cette page a besoin de JavaScript.
login-as = Ce lien te connecte en tant que { $person }. Si ce n'est pas toi, ferme la page.
login-wrong = Le nom ou le mot de passe est incorrect.
login-link-old = Ce lien a expiré ou a déjà servi. Envoie de nouveau /web au bot.
login-telegram = Ouvre cette page depuis le bot sur Telegram.
login-telegram-old = La connexion de Telegram a expiré. Ferme l'application et rouvre-la.
login-slow = Trop d'essais. Attends { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    } avant de réessayer.
login-not-here = On ne se connecte pas de cette façon ici.
login-no-invitations = Les invitations sont désactivées ici.
login-name = Choisis un nom de 1 à 40 caractères.
login-password-short = Choisis un mot de passe d'au moins { $least } caractères.
login-invitation = Ce code d'invitation est incorrect, a expiré ou a déjà servi.
login-name-taken = Quelqu'un a déjà ce nom. Choisis-en un autre.
join-title = Rejoindre sur invitation
join-field-code = Code d'invitation
join-password-hint = Au moins { $least } caractères.
join-go = Créer le compte
sessions-title = Où ton compte est connecté
sessions-seen = vu le { $at } UTC
sessions-way-link = par lien
sessions-way-password = par mot de passe
sessions-way-telegram = Mini App Telegram
sessions-here = Se déconnecter ici
sessions-there = Déconnecter
sessions-others = Se déconnecter partout ailleurs
sessions-done = Déconnecté.
sessions-password = Changer le mot de passe
sessions-password-old = Mot de passe actuel
sessions-password-new = Nouveau mot de passe
sessions-password-go = Changer le mot de passe
sessions-password-done = Le mot de passe est changé. Tous les autres navigateurs sont déconnectés.
sessions-back = Retour à la discussion
sessions-operator = Page de gestion
