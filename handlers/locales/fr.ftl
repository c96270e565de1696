### Français

# ---- Pieces
list-or = { $rest } ou { $last }
list-between = { $one }, { $two }
list-sentences = { $one } { $two }
list-and = { $rest } et { $last }
time-left = { $seconds ->
    [0] d'un instant à l'autre
   *[other] { $minutes ->
        [0] dans moins d'une minute
        [one] dans environ une minute
       *[other] dans environ { $minutes } minutes
    }
}
finish = Prêt { $time }.

# ---- Start and help
start-new = **Bonjour !** Je suis un bot qui apprend ton visage à partir de quelques selfies et fait des portraits de toi dans tous les styles.
start-collecting = **Content de te revoir !** J'ai { $accepted ->
        [0] pour l'instant aucun selfie utilisable de toi
        [one] un selfie utilisable de toi
       *[other] { $accepted } selfies utilisables de toi
    }. Envoies-en d'autres ou appuie sur Terminé.
start-ready = **Content de te revoir !** Je connais ton visage. Essaie /portrait { $style } ou choisis un style ci-dessous.
start-training = **Content de te revoir !** J'apprends encore ton visage ; /queue montre où j'en suis.
start-group = **Bonjour !** Un visage, c'est privé : écris-moi dans une conversation privée, c'est là que je ferai ton portrait.
help-title = **Ce que je sais faire**
help-hint = Envoie des selfies, appuie sur Terminé, puis demande un portrait. C'est tout.
help-start = Commencer, ou voir où tu en es
help-help = Montrer ce que je sais faire
help-selfies = Envoyer ou ajouter des selfies
help-alive = Montrer que c'est moi sur les photos
help-train = Apprendre mon visage à partir des selfies
help-portrait = Faire un portrait de moi dans un style
help-styles = Voir les styles
help-gallery = Mes images terminées
help-show = Revoir une tâche terminée
help-again = Refaire le dernier portrait
help-queue = Mes tâches en attente et en cours
help-cancel = Annuler une tâche
help-me = Ce qui a été reconnu chez moi
help-mydata = Ce qui est conservé sur moi
help-export = Télécharger tout ce qui est conservé sur moi
help-forget = Effacer tout ce qui me concerne
help-receipt = Vérifier le reçu d'un effacement
help-language = Choisir ma langue
help-privacy = Comment mes photos sont traitées
help-settings = Mes réglages par défaut
help-quota = Ce que je peux encore utiliser aujourd'hui
help-whoami = Afficher mon identifiant ici
help-report = Signaler une image ou un problème
help-paysupport = À qui s'adresser pour un paiement
help-terms = Ce qui se vend ici et quand c'est remboursé
help-stats = Statistiques de ce bot
help-ban = Bloquer une personne
help-allow = Débloquer une personne
help-pause = Ne plus accepter de nouvelles tâches
help-resume = Accepter de nouveau des tâches
help-audit = Les dernières lignes du journal d'audit
param-style = Nom d'un style
param-count = Combien d'images, de 1 à 10
param-limit = Images par jour, de 0 à 1000
param-seed = Graine : même nombre, même image
param-face = Poids de ton visage, de 0.5 à 1.3
param-strength = Poids du style, de 0 à 1
param-search = Un mot à chercher
param-job = Numéro de la tâche
param-language = Langue
param-setting = Ce qu'il faut régler
param-value = La nouvelle valeur
param-reason = Ce qui ne va pas
param-person = plateforme:utilisateur

# ---- Consent
consent-text = **Avant le premier selfie.** Pour te dessiner, je regarde tes photos et j'apprends un modèle de ton visage. Les meilleures photos sont gardées avec lui, car les images en sont faites ; le tout est effacé au plus tard quand rien n'a été dessiné avec ton visage pendant un an. Ce sont des données biométriques. Elles sont chiffrées avec une clé qui t’est propre, elle-même protégée par la clé maîtresse de la personne qui gère ce bot ; elles sont utilisées seulement pour les images que tu demandes, montrées à personne d'autre et effacées à tout moment avec /forget. Chaque image que je fais est marquée comme générée par IA. Es-tu d'accord, est-ce bien toi sur les photos, et as-tu 18 ans ou plus ?
consent-text-photos = Je garde { $waiting ->
        [one] la photo que tu viens d'envoyer sans l'ouvrir
       *[other] les { $waiting } photos que tu viens d'envoyer sans les ouvrir
    } jusqu'à ta réponse.
consent-short = Il me manque encore ta réponse pour continuer : acceptes-tu la façon dont je traite tes photos, est-ce bien toi dessus, et as-tu 18 ans ou plus ?
button-read-again = Relire le texte
button-agree = J'accepte, c'est moi et j'ai 18 ans ou plus
button-disagree = Non
button-privacy = En savoir plus
consent-given = Merci ! Envoie-moi maintenant des selfies : cinq ou plus, un par un ou en album.
consent-refused = Pas de problème. Je n'ai gardé aucune de tes photos. Si tu changes d'avis, envoie /start.
consent-withdraw = **Dois-je tout effacer ?** J'ai encore des photos de toi ou des choses faites à partir d'elles. Sans ton accord, je dois les supprimer, avec ton visage appris et toutes tes images, tâches et réglages. C'est irréversible. Tant que tu n'appuies pas sur Oui, tout reste en l'état.
consent-changed = Le texte a changé depuis ton accord, alors je repose la question.

# ---- Selfies
selfies-ask = **Envoie-moi des selfies**, un par un ou en album. À partir de cinq, la ressemblance est bien meilleure : lumières et angles variés, toi seulement, visage bien visible, sans lunettes de soleil.
selfies-ask-more = **Envoie-moi d'autres selfies** et je réapprendrai ton visage avec { $accepted ->
        [one] celui
       *[other] les { $accepted }
    } que j'ai déjà. En attendant, tu peux continuer à faire des portraits.
selfies-status = **Selfies : { $accepted ->
        [0] aucun utilisable pour l'instant
        [one] 1 utilisable
       *[other] { $accepted } utilisables
    }**
selfies-looking = { $waiting ->
        [one] J'examine une photo …
       *[other] J'examine { $waiting } photos …
    }
selfies-line-good = { $number }. ✓ bien
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … en cours d'examen
selfies-earlier = … et { $count ->
        [one] une photo
       *[other] { $count } photos
    } avant celles-ci
selfies-few = { $accepted ->
        [one] Une photo suffit pour commencer
       *[other] { $accepted } photos suffisent pour commencer
    }, mais à partir de { $recommended } la ressemblance est nettement meilleure.
selfies-enough = C'est assez pour une bonne ressemblance. Appuie sur Terminé ou envoie-en d'autres.
selfies-none = Envoie une photo nette de ton visage pour commencer.
selfies-full = J'ai examiné { $most } photos, le maximum pour une personne. Appuie sur Terminé pour continuer, ou /forget pour repartir de zéro.
selfies-understood = Je vois { $looks }. Ce n'est pas ça ? Corrige avec les boutons.
selfies-two-people = Les photos montrent deux personnes, aussi souvent l'une que l'autre. Laquelle es-tu ?
button-this-is-me = La photo { $number }, c'est moi
selfies-under-age = Sur trop de ces photos, la personne semble avoir moins de 18 ans, et je ne fais que des portraits d'adultes : je ne peux pas apprendre ce visage. Si tu es adulte, envoie des photos plus récentes.
alive-ask = **Montre que c'est toi.** Dans les { $minutes } minutes, envoie une vidéo de ton visage (un message vidéo convient), ou une photo par étape, dans cet ordre :
alive-side = Tourne la tête sur le côté
alive-up = Lève le visage
alive-mouth = Ouvre grand la bouche
alive-eyes = Ferme les deux yeux un instant
alive-next = Bien. Maintenant l'étape suivante ; il restera : { $left }.
alive-late = C'était trop long. Demande de nouvelles étapes.
alive-enough = Tu as eu { $most } essais aujourd'hui. Demain tu pourras réessayer, avec d'autres étapes.
alive-needed = Avant d'apprendre ce visage, je dois voir que c'est le tien : fais quelques mouvements, en vidéo ou en photos.
alive-done = Merci, c'est bien toi. Ce que tu as envoyé est supprimé.
alive-no-unreadable = Je n'arrive pas à lire cela. Envoie une vidéo ou des photos de ton visage.
alive-no-face = Ton visage n'est pas visible tout le temps. Réessaie avec une bonne lumière.
alive-no-person = Cela ne ressemble pas à la personne de tes photos.
alive-no-code = Ce n'étaient pas les étapes demandées, ou pas dans cet ordre. Fais chacune nettement et regarde droit devant toi entre deux.
button-alive = Montrer que c'est moi
selfies-training = J'apprends ton visage en ce moment. Envoie d'autres photos quand ce sera fini, ou annule avec /cancel.
selfies-not-looked = Je n'ai pas pu examiner cette photo. Renvoie-la, s'il te plaît.
selfies-not-set-up = Je ne peux pas encore examiner de photos, car ce bot n'est pas entièrement configuré. La personne qui le gère est prévenue ; réessaie plus tard.
button-done = Terminé, apprends mon visage
button-correct = Corriger ces informations
looks-man-young = un homme jeune
looks-man-adult = un homme
looks-man-mature = un homme de 40 ans ou plus
looks-woman-young = une femme jeune
looks-woman-adult = une femme
looks-woman-mature = une femme de 40 ans ou plus
looks-age = environ { $age } ans
looks-full = **{ $who }**, { $age }
me-none = Je ne sais encore rien de ton visage. Envoie-moi un selfie pour commencer.
me-looks = Je vois { $looks }.
me-corrected = Merci. Désormais je vois **{ $who }**.
me-retrain = Appuie sur Terminé pour que je réapprenne ton visage avec ce changement.
me-photos = { $accepted ->
        [0] Aucune photo utilisable pour l'instant.
        [one] D'après une photo.
       *[other] D'après { $accepted } photos.
    }
button-man = Homme
button-woman = Femme
button-young = Jeune adulte
button-adult = Adulte
button-mature = 40 ans ou plus

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Ce n'est pas une image. Envoie une photo en JPEG, PNG, WebP ou HEIC.
photo-unknown-format = Je ne peux pas lire ce type d'image. Envoie-la en JPEG, PNG, WebP ou HEIC.
photo-broken = Cette image est arrivée endommagée. Renvoie-la, de préférence comme fichier.
photo-too-many-pixels = Cette image a bien trop de pixels pour moi. Envoie une photo de téléphone ordinaire.
photo-too-large = Ce fichier est trop lourd pour moi. Envoie-le comme photo plutôt que comme fichier.
photo-sticker = Sur un autocollant, je ne vois rien de toi. Envoie une photo de ton visage.
photo-animated = C'est une animation. Envoie une photo ordinaire.
photo-no-face = Je ne vois aucun visage ici. Regarde l'objectif, dans une bonne lumière, sans rien devant.
photo-several-faces = Je vois plusieurs personnes. Envoie une photo de toi seulement, ou recadre-la.
photo-face-too-small = Ton visage est trop petit ici. Rapproche-toi ou recadre la photo.
photo-blurred = Cette photo est floue. Ne bouge pas, essuie l'objectif et réessaie.
photo-bad-light = Il n'y a pas assez de lumière, ou elle est trop dure. Essaie face à une fenêtre.
photo-turned-away = Ton visage est trop tourné. Regarde davantage vers l'objectif.
photo-eyes-closed = Tes yeux sont fermés ici. Réessaie les yeux ouverts.
photo-covered = Quelque chose couvre ton visage. Enlève lunettes de soleil, masque ou main et réessaie.
photo-drawn = Cela ressemble à un dessin ou à une image d'ordinateur. Il me faut une photo de toi, prise avec un appareil.
photo-rephotographed = Cela ressemble à la photo d'un écran ou d'une impression. Envoie la photo d'origine, ou prends-en une nouvelle.
photo-forwarded = Cette photo a été transférée. Je n'apprends un visage qu'avec des photos que tu envoies toi-même : si c'est toi, enregistre-la et renvoie-la.
photo-duplicate = J'ai déjà cette photo, ou une presque identique. Envoies-en une autre.
photo-other-person = On dirait quelqu'un d'autre que sur tes autres photos. Envoie seulement des photos de la même personne.
photo-under-age = Cette personne semble avoir moins de 18 ans, et je ne fais que des portraits d'adultes. Je peux me tromper : si c'est toi, envoie une ou deux photos plus récentes, qui seront jugées ensemble, ou écris /report à la personne qui gère ce bot.
photo-nudity = Je n'accepte pas la nudité. Envoie une photo où tu es habillé, de préférence tête et épaules.

# ---- Training
train-no-photos = Il me faut d'abord au moins un selfie utilisable. Envoie-moi une photo de ton visage.
train-still-looking = Un instant, j'examine encore { $waiting ->
        [one] une photo
       *[other] { $waiting } photos
    }. Appuie de nouveau sur Terminé juste après.
train-already = J'apprends déjà ton visage. /queue montre où j'en suis.
train-nothing-new = Je connais déjà ton visage d'après ces photos. Envoie d'autres selfies pour l'améliorer, ou demande un portrait.
train-queued = Merci ! Je vais apprendre ton visage d'après { $photos ->
        [one] une photo
       *[other] { $photos } photos
    }.
train-done = **Je connais maintenant ton visage.** Terminé en { $minutes ->
        [0] moins d'une minute
        [one] environ une minute
       *[other] environ { $minutes } minutes
    }, d'après { $photos ->
        [one] une photo
       *[other] { $photos } photos
    }. Quel portrait dois-je faire en premier ?
train-understood = Je vois **{ $who }** ; /me permet de corriger.
instant-ready = **Je peux déjà faire des portraits de toi**, d'après tes seules photos. Ils seront plus ressemblants quand j'aurai appris ton visage.
button-again-train = Réessayer
button-relearn = Réapprendre mon visage

# ---- Portraits
portrait-before-training = Je ne connais pas encore ton visage. Envoie-moi d'abord quelques selfies, puis appuie sur Terminé.
portrait-not-trained = J'ai { $accepted ->
        [one] un selfie utilisable
       *[other] { $accepted } selfies utilisables
    } de toi, mais je n'ai pas encore appris ton visage. Appuie sur Terminé, puis redemande.
portrait-training = J'apprends encore ton visage. Redemande quand je dirai que c'est fini ; /queue montre où j'en suis.
portrait-scene-picture = J’ai mis ton image derrière toi. Si c’est un selfie pour apprendre ton visage, renvoie-la sans texte.
portrait-which = Quel style ?
portrait-style-elsewhere = Le style « { $name } » demande un modèle plus grand que celui de ce bot. Ici, tu peux utiliser par exemple { $closest } ; /styles les montre tous.
portrait-unknown-style = Il n'y a pas de style « { $name } ». Voulais-tu dire { $closest } ?
portrait-unknown-style-none = Il n'y a pas de style « { $name } ». /styles les montre tous.
portrait-done = **{ $style }** : { $best }
portrait-likeness = { $percent } % de ressemblance
portrait-unlike = { $percent } % de ressemblance (pas assez)
portrait-from-photos = Fait d'après des photos seulement ; ce sera plus ressemblant quand j'aurai appris ton visage.
portrait-before = D'après tes photos seulement, c'était { $percent } % de ressemblance.
portrait-outdated = Ton visage a été appris avec une version précédente du modèle ; laisse-moi le réapprendre et la ressemblance sera meilleure.
portrait-best-unlike = Aucune ne te ressemble assez. Essaie « Plus ressemblant » ou ajoute des selfies.
portrait-unclean = Je n'ai pas pu te détourer tout à fait proprement sur ces photos. Une photo devant un mur uni donne de meilleures images.
portrait-withheld = { $count ->
        [one] Une image n'est pas montrée parce qu'elle contenait de la nudité.
       *[other] { $count } images ne sont pas montrées parce qu'elles contenaient de la nudité.
    }
more-seeds = Graine : { $seeds }
portrait-label = Généré par IA · tâche { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = Portrait généré par IA dans le style { $style }
portrait-few-photos = Je connais ton visage seulement d'après { $photos ->
        [one] une photo
       *[other] { $photos } photos
    } ; à partir de { $recommended } la ressemblance sera nettement meilleure. Ajoutes-en avec /selfies.
button-again = Refaire
button-like = Semblable à la meilleure
button-restyle = Autre style
button-closer = Plus ressemblant
button-bolder = Plus de style
button-delete = Supprimer
button-report = Signaler
button-more = Plus …
button-back = Retour
button-cancel = Annuler
button-files = En fichiers
button-apart = Les { $count } images
stickers-none = Les stickers se font avec tes images favorites, et il n’y en a pas encore. Marques-en dans ta galerie, puis réessaie /stickers.
stickers-nothing-new = Tous tes favoris sont déjà des stickers. Marque une autre image, ou supprime les stickers pour les refaire.
stickers-full = Un pack contient { $most } stickers, et le tien est plein. Supprime-le pour en commencer un autre.
stickers-act = Je peux faire des stickers de tes favoris ou supprimer les tiens.
stickers-done = Stickers faits : { $count }. Générés par IA.
stickers-skipped = Laissées de côté, car personne n’y a été trouvé : { $count }.
stickers-nobody = Je n’ai trouvé personne sur ces images, il n’y a donc rien à découper. Marque un portrait comme favori et réessaie /stickers.
stickers-title = Mes portraits
stickers-delete-ask = Supprimer tes stickers ? Là où ils sont déjà installés, ils disparaissent aussi.
stickers-deleted = Tes stickers sont supprimés.
button-stickers-delete = Supprimer les stickers
apart-text = Tâche { $number } : les images une par une.
apart-unsure = J’ai été interrompu pendant l’envoi de ces images. S’il en manque, appuie encore une fois sur le bouton.
result-too-large = Ce fichier fait { $megabytes } Mo ; on ne peut pas envoyer plus de { $most } Mo ici. Demande-le à la personne qui gère ce bot.
button-styles = Styles
button-portrait = Portrait : { $style }
button-selfies = Ajouter des selfies
at-limit-face = Ton visage a déjà tout le poids possible. Ajouter des selfies aide davantage : /selfies.
at-limit-style = Le style a déjà tout le poids possible. Essaies-en un autre : /styles.

# ---- Styles
styles-title = **Styles** · { $from }–{ $to } sur { $total }
styles-found = **Styles** avec « { $search } » · { $from }–{ $to } sur { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = { $count } autres demandent un modèle plus grand que celui de ce bot.
styles-alt = Aperçu du style { $title }, généré par IA
styles-none = Aucun style ne correspond à « { $search } ». Les voici tous.
styles-nothing = Ce bot n'a aucun style installé. Préviens la personne qui le gère, s'il te plaît.

# ---- Jobs: queue, progress, cancel
queue-empty = Tu n'as aucune tâche en attente ou en cours. Demande un portrait avec /portrait.
queue-title = **Tes tâches**
queue-line = { $number }. { $what } : { $state }
what-enrol = apprentissage de ton visage
what-instant = découverte de ton visage d'après tes photos
what-portrait = portraits, { $style }
what-inspect = examen d'une photo
what-alive = vérification que c'est toi
what-other = une tâche
what-stickers = stickers
what-inspect-garment = examen de vêtements
what-tryon = essayage de vêtements
state-queued = { $position ->
        [1] prochaine de la file
       *[other] en attente, place { $position }
    }
state-running = en cours
progress-queued = { $what } · { $position ->
        [1] prochaine de la file
       *[other] place { $position } sur { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = préparation
stage-loading = chargement des modèles
stage-preparing = préparation de tes photos
stage-instant = une première image d'après tes photos ; l'apprentissage continue
stage-training = étape { $done } sur { $total }
stage-aside = pause à l'étape { $done } sur { $total }, le temps de créer une image
stage-drawing = création de l'image, étape { $done } sur { $total }
stage-cutting = découpe, { $done } sur { $total }
stage-trying = essai des poids du visage et du style
stage-finishing = finition, { $done } sur { $total }
stage-other = au travail, { $done } sur { $total }
cancel-none = Tu n'as aucune tâche en attente ou en cours.
cancel-which = Laquelle dois-je annuler ?
cancel-unknown = Tu n'as pas de tâche { $number }. /queue montre tes tâches.
cancel-finished = La tâche { $number } est déjà terminée. /show { $number } la remontre.
cancel-done = La tâche { $number } est annulée. Elle ne compte pas dans ta limite.
cancel-by-operator = La personne qui gère ce bot a arrêté la tâche { $number }. Elle ne compte pas dans ta limite.
cancel-asked = J'annule la tâche { $number } …

# ---- Talking portraits
help-talk = Faire parler un de mes portraits
param-text = Ce qu’il doit dire
param-voice = Nom d’une voix, par exemple fr-anna
param-motion = Mouvement de la tête, de 1 à 46
talk-prompt = Que doit-il dire ? Écris-le, ou envoie un message vocal, un audio ou une vidéo de { $seconds } secondes au plus. Je prends une voix dans ta langue si tu n'en choisis pas une autre.
talk-which = Quel portrait doit parler ?
talk-portrait = Tâche { $number }, image { $rank } · { $style }
talk-no-portrait = Tu n'as encore aucun portrait qui puisse parler. Fais-en un d'abord, puis renvoie ton message vocal.
talk-portrait-gone = Ce portrait n'est plus là. Fais-en un nouveau avec /portrait.
talk-not-heard = Je n'ai pas pu télécharger cet enregistrement. Renvoie-le, s'il te plaît.
talk-file-too-large = Ce fichier est trop gros pour moi. Envoie un enregistrement plus court, ou seulement le son.
talk-text-too-long = C'est trop long pour un clip : { $characters } caractères, et le maximum est { $most }. Raccourcis, ou fais deux clips.
talk-done = **Ton portrait parlant**, { $seconds ->
    [1] une seconde
   *[other] { $seconds } secondes
}.
talk-voice = Voix : { $voice }
talk-label = Généré par IA · tâche { $number }
talk-gif = Le début en GIF. Généré par IA.
talk-delete-ask = Supprimer le clip de la tâche { $number } ?
talk-delete-done = Le clip de la tâche { $number } est supprimé.
button-talk = Faire parler
button-voices = Voix
button-motion = Mouvement
button-listen = Écouter
button-note = Message vidéo
button-finer = Plus net (lent)
button-gif = En GIF
voice-which = Quelle voix ? Le choix vaut aussi pour les prochains clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] naturelle
        [online] naturelle, en ligne : ton texte est envoyé à Microsoft
       *[robot] robot
    })
voice-chosen = Désormais je prends { $voice }.
voice-gone = La voix « { $name } » n'est plus disponible. Le menu des voix montre les autres.
voice-none = Aucune voix n’est installée sur ce bot.
voice-soon = { $voice } va parler …
voice-heard = Voilà comment elle sonne. Généré par IA.
voice-sample = Bonjour ! Voilà comment ton portrait parle à tes amis.
motion-which = Comment la tête doit-elle bouger ? Le choix vaut aussi pour les prochains clips.
motion-still = Immobile
motion-style = Mouvement { $number }
motion-chosen = Désormais : { $motion }.
what-talk = un portrait qui parle
what-speak = un essai de voix
stage-looking = examen du portrait
stage-speaking = préparation de la voix
stage-animating = animation du visage, image { $done } sur { $total }
stage-enhancing = préparation de l'image plus nette
sound-broken = Je ne peux pas lire cet enregistrement. Envoie-le comme message vocal, MP3, WAV ou MP4.
sound-no-audio = Il n’y a pas de son dans ce fichier. Envoie un message vocal, ou une vidéo avec du son.
sound-too-long = Cela dure { $seconds } secondes, et un clip peut en durer { $most } au plus. Envoie un enregistrement plus court.
sound-too-short = C'est trop court. Dis au moins un mot.
sound-silent = Je n’entends rien dans cet enregistrement. Vérifie le micro et parle encore une fois.
sound-no-speech = Je n’entends personne parler, peut-être seulement de la musique ou du bruit. Envoie un enregistrement où quelqu’un parle.
text-empty = Il n'y a rien à lire à voix haute dans ce texte. Écris quelques mots.
text-too-long = Ce texte est trop long pour un clip. Le maximum est de { $most } caractères.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Il n'y a pas de voix « { $name } ». Essaie l'une de celles-ci : { $closest }.
error-voice-unreachable = La voix en ligne ne répond pas. Choisis une voix qui marche hors connexion, ou réessaie plus tard.

# ---- Gallery
gallery-empty = Tu n'as pas encore d'images. Fais la première avec /portrait.
gallery-title = **Tes portraits** · { $from }–{ $to } sur { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] une image
       *[other] { $count } images
    }, la meilleure { $percent } % de ressemblance
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] une image
       *[other] { $count } images
    }
gallery-show = Voir { $number }
show-unknown = Tu n'as pas de tâche { $number }. /gallery montre tes images.
show-unfinished = La tâche { $number } n'a pas d'images à montrer. /queue montre ce qui tourne encore.
show-gone = Les images de la tâche { $number } ne sont plus conservées. « Refaire » en crée de nouvelles.
again-none = Il n'y a encore rien à refaire. Fais la première image avec /portrait.
delete-ask = Supprimer définitivement les images de la tâche { $number } ?
delete-ask-more = Ce qui a été fait à partir d’elles, comme un portrait parlant, est supprimé aussi.
delete-done-more = Ce qui a été fait à partir d’elles est supprimé aussi.
delete-done = Les images de la tâche { $number } sont supprimées.
button-delete-yes = Oui, supprimer
button-no = Non
files-text = { $style } · graine { $seed }

# ---- Settings and language
settings-title = **Tes réglages par défaut**
settings-pictures = Images par tâche : { $count }
settings-style = Style par défaut : { $style }
settings-style-ask = me demander
settings-language = Langue : { $language }
settings-saved = Enregistré.
settings-unknown = Il n'y a pas de réglage « { $name } ». Tu peux régler { $known }.
settings-style-none = n'importe lequel
button-pictures = { $count }
button-language = Langue
language-ask = Quelle langue dois-je parler ?
language-set = À partir de maintenant, je parle français.
language-unknown = Je ne parle pas encore « { $name } ». Je parle { $known }.
language-name = Français

# ---- Quota
quota-text = Ces dernières 24 heures, tu as utilisé { $used } minutes de calcul sur { $total }. Un portrait prend environ { $portrait } secondes, apprendre un visage environ { $training ->
        [one] une minute
       *[other] { $training } minutes
    }.
quota-jobs = En attente ou en cours : { $queued } tâches sur { $most }.
quota-spent = Tu as utilisé le temps de calcul du jour. Réessaie dans { $hours ->
        [one] une heure
       *[other] { $hours } heures
    } ; /quota montre où tu en es.
quota-queue = Tu as déjà { $most } tâches en attente. Laisses-en une se terminer, ou arrêtes-en une avec /cancel.
button-stars = Le faire maintenant pour { $stars } ⭐
stars-title = Portraits : { $count }
stars-text = Fait maintenant, même si le temps de calcul du jour est épuisé. Si ce n'est pas possible, tes étoiles te reviennent.
stars-gone = Cette offre n'est plus valable. Demande le portrait à nouveau.
stars-back = Tes { $stars } ⭐ te reviennent : ce que tu as payé n'a pas été fait.
stars-support = Des questions sur un paiement ? Écris-les avec /report : la personne qui gère ce bot les lit. Ce qui a été payé et n'a pas été fait est remboursé automatiquement.
stars-terms = **Ce qui se vend ici.** Un portrait au-delà du temps de calcul gratuit du jour coûte { $stars } ⭐ par image. Il est fait aussitôt, selon les mêmes règles que les autres. S'il ne peut pas être fait, s'il est arrêté ou retenu, tes étoiles te reviennent automatiquement. Pour tout le reste, il y a /paysupport.
paused = Je fais une courte pause de maintenance et n'accepte pas de nouvelles tâches. Réessaie plus tard ; rien n'est perdu.

# ---- Privacy
privacy-text = **Tes photos, ton visage, tes règles.** Tes photos, le modèle de ton visage et tes images sont chiffrés avec une clé qui t'est propre. Le lieu et les autres données cachées sont retirés de chaque photo. Personne d'autre ne peut utiliser ton visage, et tes photos n'entraînent que ton propre modèle. Hormis la plateforme de discussion que tu utilises, seule la personne qui gère ce bot détient tes photos. Chaque image est marquée comme générée par IA. Je ne fais que des portraits d'adultes et je ne montre pas de nudité. Dans une image où tu veux être mis, les visages des autres sont seulement trouvés et remplacés. Ils sont comparés uniquement aux visages que leurs propriétaires ont bloqués ici, et jamais appris ni gardés ; une telle image est supprimée environ une heure après la dernière utilisation. Une autre personne n'est mise dans une image que si elle a dit oui elle-même, et seulement dans celle-là. /mydata montre ce qui est conservé, /export te l'envoie, /forget l'efface en détruisant ta clé.
mydata-title = **Ce qui est conservé sur toi**
mydata-consent = Consentement : version { $version }, donné le { $date }.
mydata-no-consent = Consentement : non donné.
mydata-faces = Visages appris : { $count }
mydata-selfies = Selfies : { $count }
mydata-pictures = Images faites : { $count }
mydata-files = Fichiers : { $count }, en tout { $megabytes } Mo
mydata-jobs = Tâches : { $count }
mydata-language = Langue : { $language }
mydata-next = /export t'envoie tout, /forget l'efface.
export-ready = Tout ce qui est conservé sur toi, en une archive. Garde-la en lieu sûr : elle contient tes photos.
export-parts = Tout ce qui est conservé sur toi, en { $count } archives, car c'est trop grand pour une seule. Chacune s'ouvre seule ; `about.json` est dans la première. Si un nom finit par .001, les autres parties de ce fichier sont dans les archives suivantes : mets-les bout à bout. Garde-les bien : elles contiennent tes photos.
export-part = Archive { $number } sur { $count }.
export-impossible = Ce bot est configuré sans exportation. Demande à la personne qui le gère.
forget-ask = **Tout effacer ?** Tes photos, ton visage appris, toutes tes images, tâches et réglages. C'est irréversible.
button-forget = Oui, tout effacer
forget-done = **Tout est effacé.** Supprimé : { $parts }. Ta clé est détruite, aucune copie ne peut plus être ouverte. Les images que je t'ai envoyées sont aussi retirées de notre conversation. Au revoir ! /start permet de recommencer.
forget-yours = Ce que tu m'as envoyé reste dans cette conversation jusqu'à ce que tu le supprimes.
forget-receipt = Si un jour tu veux vérifier, garde ce reçu : **{ $code }**. Avec /receipt et ce code, tu sauras si le compte est bien effacé ; il ne nomme personne.
receipt-erased = Le compte de ce reçu a été effacé le { $date } et rien n'en est conservé ici.
receipt-unknown = Je ne connais aucun reçu avec ce code. Vérifie les lettres.
forget-day = Ce que tu as utilisé de tes limites du jour compte jusqu'à demain, sous un code sans ton nom.
pictures-gone = Ces images sont supprimées.
message-gone = Ce message est supprimé : une personne qu'il nommait n'est plus ici.
forget-selfies = { $count ->
        [one] un selfie
       *[other] { $count } selfies
    }
forget-faces = { $count ->
        [one] un visage appris
       *[other] { $count } visages appris
    }
forget-pictures = { $count ->
        [one] une image
       *[other] { $count } images
    }
forget-jobs = { $count ->
        [one] une tâche
       *[other] { $count } tâches
    }
forget-account = ton compte et tes réglages
forget-kept = Rien n'a changé.
report-ask = Qu'est-ce qui ne va pas ? Écris-le simplement. La personne qui gère ce bot le lira et verra l'image.
report-thanks = Merci. Ton signalement est arrivé chez la personne qui gère ce bot.
report-where = Pour signaler une image de ce groupe, réponds-lui avec /report. Le reste se signale dans une conversation privée avec moi.
report-why = Qu'est-ce qui ne va pas ? La personne qui gère ce bot verra l'image et ta réponse.
report-reason-not-me = Ce n’est pas moi
report-reason-offensive = C’est choquant
report-reason-minor = On y voit quelqu'un de moins de 18 ans
report-reason-other = Autre chose
report-undo = Annuler le signalement
report-undone = Ton signalement est annulé.
report-settled = Une décision a déjà été prise pour ce signalement.
report-gone = Ce signalement n’existe plus.
report-limit = Tu as déjà envoyé { $most } signalements aujourd'hui. La personne qui gère ce bot les a ; tu pourras en envoyer d'autres demain.
report-taken-back = Le signalement { $number } a été annulé.
report-dismiss = Classer
report-ban = Bloquer
report-dismissed = Le signalement { $number } est classé.

# ---- Admin
whoami = Ici, ton identifiant est `{ $name }`. La personne qui gère ce bot peut te nommer admin en l'ajoutant à ADMIN_IDS.
whoami-admin = Ici, ton identifiant est `{ $name }`, et tu es admin.
alert-model-missing = Une tâche a échoué car il manque un modèle : { $component }. Télécharge-le avec `{ $how }` ; les gens lisent que le bot n'est pas encore configuré.
alert-model-damaged = Une tâche a échoué car un modèle est endommagé : { $component }. Répare-le avec `{ $how }`.
admin-stats = **Statistiques**
admin-stats-people = Personnes : { $people }
admin-stats-jobs = Tâches : { $queued } en attente, { $running } en cours, { $done } terminées, { $failed } échouées
admin-stats-paused = Nouvelles tâches : { $paused ->
        [yes] suspendues
       *[no] acceptées
    }
admin-unknown-person = Je ne connais personne du nom de « { $person } ». Il me faut son identifiant, comme `telegram:12345` ; /whoami le donne.
admin-not-yourself = Tu ne peux pas te bloquer toi-même ni bloquer un autre admin.
admin-banned = { $person } est bloqué. Tâches annulées : { $count }.
admin-allowed = { $person } peut de nouveau utiliser le bot.
admin-paused = En pause : aucune nouvelle tâche n'est acceptée. /resume reprend.
admin-resumed = De nouvelles tâches sont de nouveau acceptées.
help-jobs = Voir ce qui attend et tourne pour tous, et l'arrêter
jobs-title = **En attente et en cours**
jobs-line = { $number }. { $kind }: { $state ->
        [running] en cours
       *[queued] en attente
    }
jobs-stopped = La tâche { $number } est arrêtée. La personne concernée en est avertie.
jobs-stopped-of = Tâches de { $person } arrêtées : { $count }.
jobs-none = Rien n'attend, rien ne tourne.
jobs-unknown = Cette tâche est déjà terminée, ou il n'y en a pas de ce numéro.
button-stop-job = Arrêter
admin-audit-title = **Journal d'audit, du plus récent au plus ancien**
admin-audit-empty = Le journal d'audit est vide.

# ---- Answers to what does not fit
banned = Tu ne peux plus utiliser ce bot. Si tu penses que c'est une erreur, contacte la personne qui le gère.
flood = Un peu plus lentement, s'il te plaît. Réessaie dans { $seconds ->
        [one] une seconde
       *[other] { $seconds } secondes
    }.
private-only = Un visage, c'est privé. Essaie cela dans une conversation privée avec moi.
anonymous-admin = Tu écris au nom du groupe, je ne peux donc pas savoir de quel visage il s'agit. Désactive un instant « Rester anonyme », ou écris-moi dans une conversation privée.
result-not-allowed = Dans cette conversation, je peux écrire, mais pas envoyer d'images ni de fichiers. Ses admins peuvent l'autoriser ; en conversation privée, je peux toujours te l'envoyer.
unknown-command = La commande /{ $name } n'existe pas. Voulais-tu dire { $closest } ?
unknown-command-none = La commande /{ $name } n'existe pas. /help montre ce que je sais faire.
unknown-button = Ce bouton ne fonctionne plus. Envoie /start pour continuer.
edited-instead = Tu as modifié ton message, je fais donc ce qu’il dit maintenant.
said-most = Je peux faire au plus { $most } images à la fois.
said-caption-later = Je prends d’abord cette photo comme selfie. Quand je connaîtrai ton visage, redis « { $style } ».
said-new = Envoie-moi un selfie pour commencer, ou /help pour voir ce que je sais faire.
said-collecting = Je recueille tes selfies. Envoie des photos ou appuie sur Terminé.
said-ready = Je n'ai pas compris. Décris un style avec tes mots, par exemple « cyberpunk, souriant », ou choisis-en un :
said-offer = Tu penses à l’un de ceux-ci ?
said-thanks = Avec plaisir ! J’en fais un autre ?
said-unused = Je n’ai pas pu utiliser ces mots : { $words }.
argument-missing = Il me manque ceci : { $name }. Ajoute-le après la commande.
argument-not-a-number = { $name } : ce doit être un nombre, et non « { $value } ».
argument-out-of-range = { $name } : la valeur doit être comprise entre { $least } et { $most }.
argument-too-small = { $name } doit valoir au moins { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Quelque chose s'est mal passé de mon côté. Cela ne compte pas dans ta limite ; réessaie, s'il te plaît.
error-bad-photo = Une des photos est inutilisable. { $sentence }
error-not-enough-photos = Il me faut { $needed ->
        [one] au moins une photo utilisable
       *[other] au moins { $needed } photos utilisables
    } et j'en ai { $usable }. Envoie-moi d'autres selfies.
error-unknown-style = Le style « { $name } » n'existe plus. /styles les montre tous.
error-style-not-here = Le style « { $name } » ne fonctionne pas avec le modèle actuel de ce bot. Choisis-en un dans /styles ; la personne qui gère le bot peut l'ajouter avec `{ $how }`.
error-bad-adapter = Le fichier de ce style est endommagé ou fait pour un autre modèle. Choisis un autre style ; la personne qui gère le bot en trouve la raison avec `python -m bot styles`.
error-bad-base = Le modèle de base de ce bot ({ $name }) n'est pas bien décrit. La personne qui le gère trouve la raison avec `python -m bot doctor`.
error-other-base = Ce bot utilise maintenant un autre modèle, et ton visage a été appris avec l'ancien. Envoie /selfies et appuie sur Terminé pour que je le réapprenne.
error-no-identity = Je ne connais pas encore ton visage. Envoie-moi d'abord des selfies, puis appuie sur Terminé.
error-under-age = La personne sur ces photos semble avoir moins de 18 ans, et je ne fais que des portraits d'adultes. Si c'est toi, envoie des photos plus récentes.
error-child-in-picture = Il y a peut-être un enfant dans cette image : je n'y mets personne et je ne la fais pas parler. Prends une autre image.
error-portrait-covered = Quelque chose cache la bouche sur cette image, comme un masque ou une main : elle ne peut pas parler. Prends-en une au visage dégagé.
error-unsafe-picture = Les images ne sont pas montrées parce qu'elles contenaient de la nudité. Essaie un autre style ou appuie sur Refaire.
error-content-refused = { $category ->
    [sexual] Je ne montre et ne dis rien de sexuel sur de vraies personnes. Dis-le autrement ou demande autre chose.
    [minors] Je ne mets ni enfants ni adolescents dans de telles images, et je ne transforme personne en enfant. Demande autre chose.
    [violence] Je ne montre et ne dis ni violence contre des personnes ni menaces. Demande autre chose.
    [figures] Je ne transforme personne en quelqu'un de connu, et personne ne se fait passer ici pour tel. Enlève le nom.
    [hate] Je ne montre et ne dis ni haine ni insultes. Dis-le autrement.
    [documents] Je ne fais pas d'images pour de faux papiers ou des papiers au nom d'autrui. Demande autre chose.
   *[operator] La personne qui gère ce bot n'autorise pas ces mots. Dis-le autrement.
}
error-unfit-portrait = Je ne peux pas faire parler cette image. Essaie un autre portrait.
error-portrait-without-face = Je ne vois aucun visage sur cette image, donc elle ne peut pas parler. Essaie un autre portrait.
error-portrait-face-too-small = Le visage de cette image est trop petit pour parler. Essaies-en une où il est plus grand, ou recadre l'image.
error-portrait-turned-away = La tête est trop tournée sur le côté pour parler. Essaie un portrait qui regarde davantage vers l'objectif.
error-weight-missing = Ce bot n’est pas encore entièrement configuré : il lui manque un modèle ({ $component }). La personne qui le gère est prévenue et peut le télécharger avec `{ $how }`.
error-weight-corrupt = Un modèle de ce bot est endommagé ({ $component }). La personne qui le gère peut le réparer avec `{ $how }`.
error-source-unreachable = Un modèle ({ $component }) n'a pas pu être téléchargé pour l'instant. Réessaie plus tard, s'il te plaît.
error-out-of-memory = La machine n'a plus assez de mémoire. Essaie moins d'images à la fois, ou réessaie plus tard.
error-base-too-large = Le modèle de base de ce bot ({ $name }) ne tient pas sur cette machine : ni la carte graphique ni la mémoire ne suffisent. La personne qui gère le bot peut en choisir un autre avec ENGINE_BASE ; `python -m bot doctor` en dit plus.
error-needs-cuda = Le modèle de base de ce bot ({ $name }) ne fonctionne que sur une carte graphique avec CUDA ou ROCm, et cette machine n'en a pas. La personne qui gère le bot peut en choisir un autre avec ENGINE_BASE.
error-device-lost = La carte graphique a cessé de répondre trois fois de suite. Cela ne compte pas dans ta limite ; réessaie plus tard.
error-not-a-number = Le modèle a donné des nombres invalides et aucune image. Cela ne compte pas dans ta limite. Essaie un autre style ou un poids plus faible ; la personne qui gère le bot peut vérifier les fichiers avec `python -m bot weights verify`.
error-disk-full = Le disque de la machine est plein, je n'ai donc pas pu enregistrer ton résultat. Rien n'est perdu ; réessaie plus tard.
error-files-unreachable = Le stockage de tes images ne répond pas pour l'instant, je n'ai donc pas pu enregistrer ceci. Rien n'est perdu ; réessaie plus tard.
files-wait = Cela doit attendre : l’espace qui conserve tes images ne répond pas en ce moment. Rien n’est perdu, et je continue dès qu’il répond.
files-too-many = C'est plus que ce que je prends d'un coup. Envoie le reste dans dix minutes.
error-cancelled = Annulé, comme tu l'as demandé. Cela ne compte pas dans ta limite.
error-worker-died = Cette tâche a échoué plusieurs fois. Cela ne compte pas dans ta limite ; réessaie, s'il te plaît.
error-laid-aside = Cet apprentissage a été mis de côté pour une image et n'a pas repris. Cela ne compte pas dans ta limite ; réessaie, s'il te plaît.

# ---- Forms
button-tune = Modifier et refaire …
menu-talk = Faire parler
file-parts = Ce fichier dépasse ce que Discord accepte ; il arrive donc en { $count } parties. Range-les dans un dossier et ouvre { $name } avec un programme comme 7-Zip, qui les réunit.
form-selfies = Selfies
form-photos = Jusqu’à dix selfies
form-photos-hint = Toi seulement, visage bien visible, lumières et angles variés.
form-agree = J'accepte, c'est moi et j'ai 18 ans ou plus
form-agree-hint = Sans ton accord, les photos restent fermées.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = Mes images favorites
help-stickers = Faire des stickers de mes favoris
help-presets = Mes préréglages enregistrés
help-link = Utiliser le même compte sur une autre plateforme
help-post = Montrer une de mes images dans ce groupe
help-reports = Ce qui a été signalé
help-setquota = Fixer le temps de calcul quotidien d'une personne
help-adult = Confirmer qu'une personne est adulte
help-setstyle = Désactiver ou activer un style
help-broadcast = Écrire à tous ceux qui veulent des actualités
help-limit = Images par jour pouvant être montrées dans ce groupe
param-do = use, save ou delete : utiliser, enregistrer, supprimer
param-act = make (faire) ou delete (supprimer)
param-name = Nom du préréglage
param-code = Code de l'autre plateforme, ou code d'invitation
param-receipt = Code du reçu
param-picture = Quelle image de la tâche
param-minutes = Minutes par jour ; sans valeur : la limite générale
param-state = on ou off : activé ou désactivé
button-favourite = Favori
button-favourites = Mes favoris
button-gallery = Mes images
favourites-empty = Tu n'as pas encore de favoris. Appuie sur « Favori » sous un portrait : il est alors gardé jusqu'à ce que tu le supprimes.
favourites-title = **Tes favoris** · { $from }–{ $to } sur { $total }
favourites-caption = Tâche { $number }, image { $rank } · { $style }
favourites-which = Quelle image de la tâche { $number } ? Appuie de nouveau sur une image marquée pour enlever la marque.
favourites-pick = Image { $rank }
favourites-added = ★ L'image { $rank } de la tâche { $number } est maintenant un favori et reste jusqu'à ce que tu la supprimes.
favourites-removed = L'image { $rank } de la tâche { $number } n'est plus un favori et expire comme les autres.
presets-none = Tu n'as pas encore de préréglages. Sous un portrait, derrière « Plus … », un bouton enregistre ses réglages.
presets-title = **Tes préréglages**
presets-line = **{ $name }** : { $style } × { $count }
button-keep-preset = Enregistrer comme préréglage
presets-ask = Comment ce préréglage doit-il s'appeler ?
presets-placeholder = vacances
presets-draw = Utiliser { $name }
presets-saved = Enregistré sous **{ $name }** : { $style }, de la tâche { $number }.
presets-deleted = Le préréglage « { $name } » est supprimé.
presets-unknown = Tu n'as pas de préréglage « { $name } ». /presets montre ceux que tu as.
presets-full = Tu as déjà { $most } préréglages, le maximum. Supprimes-en d'abord un dans /presets.
link-code =
    Ton code de liaison : **{ $code }**
    Envoie-moi `/link { $code }` sur l'autre plateforme dans les { $minutes } minutes. Il ne sert qu'une fois, et rien n'est lié avant ta confirmation là-bas. Ne le donne à personne : avec ce code, on peut prendre ton compte.
link-ask = **Lier les deux comptes ?** Un seul peut rester ; tout ce que contient l'autre est effacé. Continue seulement si tu as créé ce code toi-même : sinon, quelqu'un d'autre prend ton compte.
link-there = Là-bas (d'où vient le code) : visages { $faces }, images { $pictures }, tâches ouvertes { $jobs }
link-here = Ici : visages { $faces }, images { $pictures }, tâches ouvertes { $jobs }
link-two-faces = Les deux comptes ont un visage appris. Les visages ne sont jamais mélangés : celui du compte qui reste est utilisé.
link-warning = Ce qui est effacé ne peut pas être récupéré ; télécharge-le avant avec /export.
button-link-there = Garder l'autre compte
button-link-here = Garder ce compte
link-asked = J'ai demandé sur { $platform }, là où le code a été créé. Réponds là-bas dans les dix minutes ; d'ici là, rien ne change. Tu y verras le numéro **{ $check }** : si c'est un autre, dis Non.
link-confirm = **Est-ce toi ?** { $name } sur { $platform } a saisi le code que tu as créé ici et veut partager ton compte : ton visage, tes images et tous tes droits. { $kept } Ne dis Oui que si c'était toi et que le numéro **{ $check }** s'y trouve aussi.
link-keeps-yours = Ce compte reste, l'autre est effacé.
link-keeps-theirs = L'autre compte reste ; **celui-ci est effacé**, avec son visage et ses images.
button-link-yes = Oui, c'est moi
button-link-no = Non, ce n'est pas moi
link-declined = La demande a été refusée là où le code a été créé. Tout reste en l'état.
link-kept = Rien n'a été lié, et le code n'est plus valable. Si quelqu'un l'a vu, crée-en un nouveau avec /link.
link-done = **C'est lié.** Les deux plateformes utilisent maintenant le même compte ; envoie /start pour continuer.
link-told = Ton compte ici vient d'être lié à un compte sur { $platform }. Si ce n'était pas toi, écris tout de suite à la personne qui gère ce bot.
link-wrong = Ce code est faux ou a expiré. Demandes-en un nouveau avec /link sur l'autre plateforme.
link-tries = Trop de codes erronés. Réessaie dans { $minutes } minutes.
link-same = Ce code appartient à ce compte. Envoie-le sur l'autre plateforme.
post-where = /post montre une image dans un groupe. Utilise-le là-bas.
post-label = Généré par IA · { $style }
post-limit = Pas plus de { $most } images par jour ne peuvent être montrées dans ce groupe. Réessaie plus tard.
limit-where = /limit concerne un groupe. Utilise-le là-bas.
limit-set = Images par jour dans ce groupe : { $most }.
setquota-done = { $person } peut utiliser { $minutes } minutes de calcul par jour.
setquota-general = La limite générale s'applique de nouveau à { $person }.
adult-on = Le contrôle d'âge considère désormais { $person } comme adulte, sauf sur des photos qui montrent clairement un enfant. Tous les admins le voient dans /audit.
adult-off = Pour { $person }, le contrôle d'âge décide de nouveau.
setstyle-none = Aucun style n'est désactivé. Appuie sur l'un d'eux pour le désactiver.
setstyle-list = Désactivés : { $names }. Appuie sur l'un d'eux pour le changer.
setstyle-off = Le style `{ $name }` est désactivé.
setstyle-on = Le style `{ $name }` est activé.
broadcast-ask = Cela part à { $count } personnes, un message chacune ; celles qui ne veulent pas d'actualités ne reçoivent rien. Envoyer ?
broadcast-sent = Envoi à { $count } personnes.
button-send = Envoyer
button-no-news = Ne plus recevoir
news-off = Compris, plus d'actualités. /settings les réactive.
reports-none = Personne n'a rien signalé.
reports-title = **Signalements, du plus récent au plus ancien**
reports-job = tâche { $number }
reports-general = en général
reports-line = { $number }. { $person }, sur { $about } : { $reason } ({ $state ->
        [dismissed] classé
        [banned] personne bloquée
       *[open] ouvert
    })
reports-show = Voir { $number }
reports-person = une image de { $person }
settings-news = Actualités de la personne qui gère ce bot : { $news ->
        [off] non
       *[on] oui
    }
button-news-on = Actualités : oui
button-news-off = Actualités : non
quota-kind = Ici, c'est possible { $most } fois en 24 heures, et tu as atteint la limite. Réessaie plus tard ; /quota montre où tu en es.
quota-enrol = Visages appris : { $most ->
        [0] { $count }
       *[other] { $count } sur { $most }
    }, { $minutes } min
quota-portrait = Tâches de portrait : { $most ->
        [0] { $count }
       *[other] { $count } sur { $most }
    }, { $minutes } min
quota-talk = Portraits parlants : { $most ->
        [0] { $count }
       *[other] { $count } sur { $most }
    }, { $minutes } min
mydata-favourites = Favoris : { $count }
mydata-presets = Préréglages : { $count }
mydata-reports = Signalements envoyés : { $count }
mydata-platforms = Plateformes que tu utilises : { $names }
platform-local = l'application web
forget-favourites = { $count ->
        [one] un favori
       *[other] { $count } favoris
    }
forget-presets = { $count ->
        [one] un préréglage
       *[other] { $count } préréglages
    }
forget-reports = { $count ->
        [one] un signalement
       *[other] { $count } signalements
    }
fusion-turned-away = La tête est trop tournée pour y mettre ton propre visage.
fusion-turned = La tête est tournée, il y a donc moins de ton propre visage.
fusion-glasses = Il y a des lunettes seulement sur la photo ou seulement sur l'image, il y a donc moins de ton propre visage.
fusion-not-nearer = Y mettre ton propre visage n'a pas amélioré la ressemblance, elles restent donc telles quelles.
looks-person-young = une personne jeune
looks-person-adult = une personne
looks-person-mature = une personne de 40 ans ou plus
button-person = Ne pas préciser
me-tags = Sur tes photos : { $tags }.
tag-glasses = lunettes
tag-sunglasses = lunettes de soleil
tag-smiling = sourire
tag-open-mouth = bouche ouverte
tag-closed-eyes = yeux fermés
tag-raised-eyebrows = sourcils levés
tag-looking-up = regard vers le haut
tag-pursed-lips = lèvres pincées
tag-hat = chapeau
tag-scarf = écharpe
tag-suit = costume
tag-tie = cravate
tag-uniform = uniforme
tag-necklace = collier
error-bad-template = Personne ne peut être mis dans cette image. Essaies-en une autre.
error-no-face-in-template = Je ne vois dans cette image aucun visage à remplacer par le tien. Envoies-en une où un visage est bien visible.
error-nobody-placed = Chaque personne a besoin d'une place. Choisis à nouveau qui va où.
error-no-such-face = Il n'y a pas de visage { $number } libre dans cette image ; elle en a { $faces }. Choisis un autre numéro.
error-unfit-face = Le visage { $number } { $reason ->
        [child] paraît avoir moins de 18 ans
        [too-small] est trop petit
       *[other] est trop tourné
    }. Choisis-en un autre ou une autre image.
error-spoilt-portrait = Aucune de tes photos ne donne une bonne image dans ce style : { $fault ->
        [eyes] les yeux ne s'accordent pas
        [face] le visage est taché ou déformé
        [blur] le visage n'est pas net
        [hair] une partie des cheveux manque ou est floue
        [background] l'ancien fond se voit autour de toi
        [cut] le bord de la photo se voit
       *[other] le visage ne te ressemble pas
    }. Essaie un autre style ou cadrage, ou envoie-moi une photo avec un fond calme.
error-spoilt-template = J'ai essayé plusieurs de tes photos et aucune ne va dans cette image : { $fault ->
        [eyes] les yeux ne s'accordent pas
        [turned] la tête est plus tournée que sur tes photos
        [blur] le visage est moins net que ce qui l'entoure
        [marred] le visage est taché ou déformé
        [neck] le visage et le cou n'ont pas la même couleur
        [seam] le bord du visage se voit
        [age] le visage paraît avoir moins de 18 ans
       *[other] le visage ne te ressemble pas
    }. Essaie une autre image, ou laisse-moi apprendre ton visage avec plus de photos.
error-bad-garment = Je ne peux pas te montrer dans ces vêtements. Envoie une image d’un adulte qui les porte, vu de face, avec le visage et le vêtement entier.
error-no-garment = { $reason ->
        [bare] Je vois quelqu’un dans cette image, mais je ne distingue pas ses vêtements de la peau et de l’arrière-plan. Envoie une image d’une personne qui les porte, vue de face, avec le vêtement entier.
        [ground] Je vois des vêtements que personne ne porte, sur un arrière-plan dont je ne les distingue pas. Envoie une image d’une personne qui les porte, vue de face, avec le vêtement entier.
        [corrected] Tes corrections ne laissent rien des vêtements. Annules-en une.
       *[nobody] Je ne vois ni personne ni vêtement dans cette image. Envoie une image d’une personne qui les porte, vue de face, avec le vêtement entier.
    }
error-no-such-garment = Il n’y a pas de vêtement { $number } dans cette image ; j’en ai trouvé { $garments }. Choisis un autre numéro.
error-garment-not-worn = Ces vêtements sont posés à plat ou suspendus, personne ne les porte, et ici je ne peux pas les mettre sur un corps. Envoie une image de quelqu’un qui les porte, face à l’appareil, comme la photo du magasin avec un mannequin.
error-narrow-photos = Sur toutes tes photos qui conviendraient, le haut de la tête est coupé. Envoie-m’en une prise d’un pas plus loin : la tête entière avec un peu d'espace au-dessus des cheveux, le cou dégagé, face à l’appareil.
error-beard-cut = Avec ces vêtements, ta barbe serait coupée au menton, et sur aucune de tes photos je ne la vois en entier. Envoie-m’en une prise d’un pas plus loin, à la lumière du jour : la tête entière avec toute la barbe, face à l’appareil, devant un mur uni d’une autre couleur.
error-garment-too-small = Cette image est trop petite : son petit côté fait { $pixels } pixels, il m’en faut { $needed }. Envoies-en une plus grande.
error-unfit-head = La personne qui porte ceci { $reason ->
        [child] paraît avoir moins de 18 ans, et je ne remplace que des visages d'adultes. Envoie une image où un adulte le porte
        [too-small] est trop petite pour ton visage. Envoie une image plus grande ou prise de plus près
        [turned-away] est trop tournée pour ton visage. Envoie une image prise de face
       *[other] ne montre pas de visage que je puisse remplacer par le tien : coupé, caché ou de dos. Envoie une image où l’on voit toute la tête de face
    }.
error-scene-not-here = Le modèle de base ici ne fait que des visages, donc pas d'arrière-plan à partir de mots. Choisis un des arrière-plans prêts.
error-dresser-not-here = La façon d'habiller choisie pour ce bot ({ $name }) ne marche pas avec son modèle de base ({ $base }). La personne qui le gère peut la changer : TRYON_BACKENDS.
background-keep = celui de l’image
background-white = blanc
background-grey = gris
background-studio = studio
background-evening = soir
background-beach = plage
background-woods = forêt
background-city = ville
background-bar = bar
part-face = visage
part-hair = cheveux
part-skin = peau
part-body = corps
part-background = arrière-plan
part-clothes = vêtements
button-private = Ouvrir notre conversation privée

# ---- Into a picture, and into clothes
help-inpaint = Me mettre dans une image
help-tryon = Me voir avec les vêtements d'une image
help-accept = Prêter mon visage à l'image de quelqu'un
param-template = Nom d'une image toute prête
param-background = L'arrière-plan derrière moi
param-scene = Un arrière-plan en mots, ou le nom d’une scène
menu-inpaint = Me mettre dedans
menu-tryon = Essayer cela
what-inspect-template = examen d'une image
what-template = te mettre dans une image
title-template = Dans une image
title-tryon = Essayage
somebody = quelqu'un
picture-one-of-album = Je prends une image à la fois : la première de ton album. Je n'ai pas gardé les autres.
inpaint-prompt = **Dans quelle image dois-je te mettre ?** Envoie-la maintenant. Les visages qu'elle contient sont seulement trouvés et remplacés, jamais comparés ni appris, et l'image est supprimée environ une heure après la dernière utilisation.
inpaint-found = { $count ->
        [one] Je vois un visage. Je le remplace par le tien.
       *[other] Je vois { $count } visages. Seul le visage { $face } peut être remplacé, je l'utilise donc pour toi.
    }
inpaint-place = La place qui s'y trouve est la tienne.
inpaint-places = **{ $count } places. Qui va où ?** Les places vides disparaissent et les autres se rapprochent.
inpaint-who = **Je vois { $count } visages. Qui va où ?**
inpaint-plan = **Qui va où**
inpaint-alt = L'image avec un numéro sur chaque visage
inpaint-unfit = { $count ->
        [one] Le visage de cette image ne peut pas être remplacé. Essaie une autre image.
       *[other] Aucun des { $count } visages de cette image ne peut être remplacé. Essaie une autre image.
    }
inpaint-nobody = Personne n'a encore de place. Choisis un visage pour toi, ou invite quelqu'un.
inpaint-gone = Cette image n'est plus là : je garde peu de temps les images où il y a d'autres gens. Renvoie-la.
inpaint-again-guest = Un visage prêté ne vaut que pour une image. Pour une autre, invite à nouveau.
template-turned-away = trop tourné
template-too-small = trop petit
template-child = paraît avoir moins de 18 ans, et je ne remplace que des visages d'adultes
template-covered = caché par une main, un masque ou des lunettes noires
seat-unfit = Visage { $face } : { $reason }
seat-line = Visage { $face } : { $state ->
        [own] toi
        [open] la personne qui utilisera ton code
        [asked] en attente de { $name }
        [agreed] { $name } est d'accord
        [refused] { $name } a dit non
        [empty] reste libre
       *[free] reste tel quel
    }
button-seat = Me mettre sur { $face }
button-draw = Créer maintenant
button-invite = Inviter quelqu'un
button-unseat = Garder le visage { $face }
button-face = Visage { $face }
button-faces = Autres visages
button-templates = Images toutes prêtes
templates-title = **Images toutes prêtes** · { $from }–{ $to } sur { $total }
templates-caption = { $title } · { $faces ->
        [one] un visage
       *[other] { $faces } visages
    }
template-title-cover = Couverture de magazine
template-title-painting = Tableau ancien
template-title-stamp = Timbre-poste
template-title-print = Photo instantanée
template-title-helmet = Astronaute
template-title-poster = Avis de recherche
template-title-television = Vieux téléviseur
template-title-porthole = Sous-marin
template-title-duo = Côte à côte
template-title-hearts = Médaillon
template-title-call = Appel vidéo
template-title-film = Pellicule
template-title-wall = Mur de photos
template-title-team = Appel vidéo à quatre
template-title-booth = Photomaton
template-title-banknote = Billet de banque
template-title-premiere = Affiche de film
template-title-newspaper = À la une
template-title-record = Pochette de disque
template-title-globe = Boule à neige
template-title-billboard = Panneau publicitaire
template-title-pop = Pop art
template-title-card = Carte à jouer
template-title-cinema = Au cinéma
template-title-band = Affiche de groupe
template-title-table = Repas de fête
template-title-holiday = Carte de fêtes
template-title-family = Portrait de famille
template-unknown = Il n'y a pas d'image toute prête « { $name } ». Choisis l'une de celles-ci.
invite-which = Quel visage est pour ton invité ?
invite-code =
    Le code pour le visage { $face } : **{ $code }**
    Donne-le à la personne que tu veux là. Elle m'envoie `/accept { $code }`, voit l'image et décide. Il sert une fois, pendant { $hours } heures, et aucun visage n'est utilisé sans l'accord de la personne.
invite-agreed = **{ $name } est d'accord** pour être le visage { $face }.
invite-refused = { $name } ne veut pas être le visage { $face }.
invite-withdrawn = { $name } a retiré son accord pour le visage { $face }. Plus rien n'est fait avec ce visage, et ce qui l'a été est supprimé ici.
accept-ask = **{ $host } voudrait te mettre dans cette image, comme visage { $face }.** Ton visage ne sert qu'à cette image. { $host } reçoit l'image terminée, mais aucune de tes photos. Tu peux retirer ton accord avec /accept. Es-tu d'accord ?
accept-pose = L'image reste à faire : des personnes dans cette pose, dans le style « { $style } ».
accept-words = { $host } la décrit ainsi : « { $words } »
accept-agreed = Merci. Avec /accept tu peux retirer ton accord à tout moment.
accept-refused = Compris : ton visage n'est pas utilisé.
accept-withdrawn = Accord retiré. Plus rien n'est créé avec ton visage, et ce qui l'a été est supprimé, dans les conversations aussi.
accept-none = Tu n'as prêté ton visage à personne. La personne qui te veut dans une image te donne une ligne avec un code : envoie-la-moi telle quelle.
accept-title = **À qui tu as prêté ton visage**
accept-line = { $number }. { $host } : { $state ->
        [agreed] pas encore faite
       *[used] faite
    }
accept-unknown = Cette invitation n'existe pas ou a expiré. Demande un nouveau code.
accept-own = Ce code est le tien. Donne-le à la personne que tu veux dans l'image.
button-lend = Oui, utilise mon visage ici
button-take-back = { $number ->
        [0] Retirer
       *[other] Retirer { $number }
    }
lent-only-here = Quelqu'un t'a prêté son visage pour cette seule image, il ne peut servir à rien d'autre.
template-done = **Ton image :**
template-alt = Image retouchée par IA avec un visage ajouté
template-source-photo = Faite avec les pixels de ta propre photo, dans la lumière de l'image.
template-source-moved = Faite avec les pixels de ta propre photo, avec une autre expression, dans la lumière de l'image.
template-source-base = Faite avec ton visage appris.
template-spoilt = { $count ->
    [one] Une autre est ratée et n'est pas montrée.
   *[other] { $count } autres sont ratées et ne sont pas montrées.
}
template-each = visage { $face } : { $percent } % de ressemblance
template-unlike = Aucune ne ressemble assez à la même personne. Plus de selfies ou une autre image peuvent aider.
template-guest = Un invité a prêté son visage pour cette seule image et peut le retirer.
error-no-shoulders = La place { $number } de cette image demande quelqu'un dont on voit la tête et les épaules, et aucune de ses photos n'en montre autant. Laisse-moi réapprendre le visage avec une photo prise de plus loin, ou choisis une autre image prête.
error-template-gone = L'image a été supprimée avant que je puisse l'utiliser. Renvoie-la.
error-guest-left = Quelqu'un a retiré le visage prêté à cette image, donc rien n'a été fait. Cela ne compte pas dans ta limite. Choisis à nouveau qui va où.
tryon-prompt = **Quels vêtements dois-je te mettre ?** Envoie maintenant une image, de préférence portés par une seule personne dont on voit le visage. Elle est supprimée environ une heure après la dernière utilisation.
tryon-found = { $count ->
        [one] **J'ai trouvé un vêtement.** Ce qui est marqué ✓ reste exactement comme dans l'image.
       *[other] **J'ai trouvé { $count } vêtements.** Ce qui est marqué ✓ reste exactement comme dans l'image.
    }
tryon-flat = **Personne ne porte ces vêtements ({ $count }).** Je te les mets d'après cette image, ceux marqués ✓ : motif, lettres et coupe peuvent un peu changer.
tryon-garment = { $number }. { $kind ->
        [top] haut
        [coat] manteau ou veste
        [trousers] pantalon
        [skirt] jupe
        [uniform] combinaison
        [bottom] pantalon ou jupe
        [dress] robe
       *[whole] le tout
    }
tryon-redrawn = Refait : { $parts }.
tryon-stays = Reste comme dans l'image : { $parts }.
tryon-found-alt = L'image avec un numéro et une couleur sur chaque vêtement
tryon-squares = Quelles cases ? Écris-les ainsi : `B3` ou `B3 C4` ; la dernière est { $last }.
tryon-no-square = Il n'y a pas de case { $name } ; la dernière est { $last }.
tryon-still-looking = Un instant, les cases ne sont pas encore prêtes. Renvoie-les un peu plus tard.
tryon-nothing-kept = Au moins un vêtement doit rester, sinon il n'y a rien à essayer.
tryon-backdrop = Quel arrière-plan ?
tryon-background-unknown = Tu peux choisir parmi ces arrière-plans : { $known }.
tryon-done = **Essayage :**
tryon-alt = Image générée par IA d'un essayage
button-wear = Essayer cela
button-backdrop = Autre arrière-plan
button-more-garment = Il manque quelque chose
button-less-garment = C'est trop
button-clothes = Retour aux vêtements
button-wardrobe = Vêtements d'exemple
wardrobe-title = **Vêtements** · { $from }–{ $to } sur { $total }
wardrobe-caption = { $title } · généré par IA
garment-title-denim-jacket = Veste en jean
garment-title-white-shirt = Chemise blanche
garment-title-stripes = Tee-shirt rayé
garment-title-red = Tee-shirt rouge
garment-title-black = Tee-shirt noir
garment-title-green = Tee-shirt vert
garment-title-blue-shirt = Chemise bleue
garment-title-mustard = Tee-shirt moutarde
garment-title-navy = Tee-shirt bleu marine et jean
garment-title-summer = Tee-shirt blanc et short
quota-template = Mises en image : { $most ->
        [0] { $count }
       *[other] { $count } sur { $most }
    }, { $minutes } min
quota-tryon = Essayages : { $most ->
        [0] { $count }
       *[other] { $count } sur { $most }
    }, { $minutes } min
mydata-agreements = Fois où tu as prêté ton visage : { $count }
forget-agreements = { $count ->
        [one] un accord pour prêter ton visage
       *[other] { $count } accords pour prêter ton visage
    }

# ---- One's own photo as the canvas
portrait-label-edited = Retouché par IA · tâche { $number }
portrait-alt-edited = Photo retouchée par IA dans le style { $style }
portrait-enlarged = Le visage sur ta photo a peu de pixels ; il a été agrandi et paraît donc plus doux.
portrait-tighter = Tes photos te montrent moins que demandé ; le cadrage est donc plus serré. Une photo prise de plus loin aiderait.
source-photo = ta photo sous une nouvelle lumière
source-redrawn = ta photo, avec le visage refait d'après ton visage appris
source-moved = ta photo sous une nouvelle lumière, avec une autre expression
portrait-mien-weak = Sur certaines images, l'expression est plus faible que demandé ; plus forte, elle te ressemblerait moins.
source-base = faite avec ton visage appris
expression-as-is = comme je suis
expression-smile = sourire
expression-serious = sérieux
expression-surprised = surpris
stage-composing = je place ta photo dans la scène, { $done } sur { $total }
error-unknown-scene = Il n'y a pas de scène « { $name } ». Essaie { $closest }.
error-pose-not-here = Le modèle de base de ce bot ({ $base }) ne suit aucune pose. Enlève pose= ; la personne qui le gère peut choisir Stable Diffusion avec son ControlNet.
error-no-pose = Je ne vois personne dans l'image dont la pose devait venir. Envoie-en une qui montre bien des personnes entières.
pose-prompt = **La pose de qui ?** Envoie une photo d'une à quatre personnes, entières et bien visibles. Je lis où sont leurs articulations et leurs doigts, je ne garde que cela, chiffré, et j'efface la photo aussitôt ; aucun visage n'en est utilisé.
pose-read = J'ai lu la pose et effacé la photo.
pose-who = **{ $count } personnes dans cette pose. Qui est qui ?** Chacune est consultée avant que son visage serve. Une place libre montre quelqu'un qui n'existe pas.
pose-words = Qui tu invites voit tes mots avant de décider.
error-fewer-drawn = Le modèle n'a pas rendu nettement tous les visages, plusieurs fois. Réessaie, avec un autre style ou une pose où l'on regarde l'appareil.
portrait-pose-canvas = Une pose vaut pour les images refaites à neuf, donc pas avec { $name }. Enlève l'un des deux.
argument-choice = { $name } peut être l'un de ceux-ci : { $choices }.
param-expression = Expression du visage
param-framing = Quelle part de toi est visible
param-shape = Format de l'image, largeur sur hauteur
param-draw = canvas : ta photo dans le style ; base : faite avec le visage appris

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } n'a aucun effet avec le modèle utilisé ici. Laisse-le de côté.
param-size = Pixels du plus long côté
param-refine = face : le visage encore une fois, plus détaillé ; hires : toute l'image, en plus grand
param-photos = no ou yes : montrer aussi mes photos au modèle, en plus de ce qu'il a appris
param-pose = Pose : corps entier, plusieurs personnes ou celle d’une photo
param-preset = Avec quel soin ton visage est appris : quick, good ou best
settings-shape = Format : { $value }
settings-size = Plus long côté : { $value }
settings-refine = Détail : { $value }
settings-preset = Apprendre un visage : { $value }
button-shape = Format
button-size = Taille
button-refine = Détail
button-preset = Apprentissage
size-usual = comme dans le style
size-pixels = { $pixels } pixels
refine-none = standard
refine-face = visage plus détaillé
refine-hires = toute l'image, en plus grand
photos-no = non
photos-yes = oui
preset-quick = rapide
preset-good = bon
preset-best = le meilleur
button-done-quick = Terminé, apprendre vite
button-done-best = Terminé, apprendre à fond
button-finer-face = Visage plus net
button-photos-too = Avec mes photos aussi

help-verify = Cette image a-t-elle été faite ici ?
what-verify = chercher ma marque
verify-prompt = Envoie-moi l'image ou le clip avec /verify en légende, ou réponds à l'un d'eux avec /verify. Un recadrage ou une capture d'écran convient aussi.
verify-yours = Fait ici : ta tâche { $number }, { $what }.
verify-job = Fait ici : tâche { $number }, { $what }. Elle est à quelqu'un d'autre ; tu la vois en tant qu'admin.
verify-here = Cela a été fait ici. Je ne dis à personne par qui.
verify-alike = Cela porte la marque d'un bot comme moi, mais je ne trouve pas la tâche : elle a été effacée ou est trop ancienne, il reste trop peu de la marque, ou un autre bot l'a fait.
verify-nothing = Je ne trouve aucune marque de moi. Cela ne prouve rien : de fortes retouches et de petits recadrages peuvent l'enlever.
verify-says = Le fichier lui-même indique qu'il a été fait ou retouché par IA. N'importe qui peut écrire cela dans un fichier.
stage-verifying = recherche de la marque
# ---- A face that is blocked, and what was refused
help-block = Interdire à ce bot d'utiliser mon visage
help-strikes = Qui a été refusé à cause du contenu
help-pardon = Effacer les refus d'une personne
help-blocked = Les visages bloqués ici
help-unblock = Retirer un visage de la liste de blocage
param-number = Numéro d'un visage bloqué
button-block = Oui, bloquer mon visage
button-unblock = Autoriser de nouveau mon visage
block-ask = **Interdire à ce bot d'utiliser ton visage ?** Ton visage appris et tes photos sont supprimés. Si quelqu'un d'autre me l'a appris, plus rien n'est fait avec. Ensuite, je refuse toute photo, image ou scène où je vois ton visage, quelle que soit la personne qui l'envoie. Pour cela, je garde 128 nombres qui décrivent ton visage, chiffrés et sans ton nom. Ils restent exprès après /forget. Tu peux annuler cela plus tard avec /block undo, depuis ce compte sur cette plateforme.
block-done = **Ton visage est bloqué ici.** Je ne l'apprends de personne et je refuse les images où je le reconnais. Je peux me tromper, surtout avec des photos de côté ou de mauvaise qualité. /block undo l'annule.
block-is = Ton visage est bloqué ici. /block me met le blocage à jour avec le visage de tes photos les plus récentes.
block-none = Tu n'as bloqué aucun visage ici. Si c'était depuis un autre compte, la personne qui gère le bot peut l'annuler.
block-undone = Ton visage peut de nouveau être utilisé. Envoie des selfies avec /selfies pour recommencer.
block-nobody-known = Je ne connais pas encore ton visage. Envoie d'abord un selfie ; une fois accepté, refais /block me.
forget-block = Ton blocage reste, comme tu l'as voulu : 128 nombres chiffrés sans ton nom. /block undo l'annule.
photo-blocked = La personne sur cette photo a interdit à ce bot d'utiliser son visage. Si c'est toi, /block undo l'annule.
error-blocked-face = Quelqu'un sur cette image a interdit à ce bot d'utiliser son visage, je ne peux donc pas m'en servir. Envoies-en une autre.
blocked-none = Personne n'a bloqué son visage ici.
blocked-title = **Visages bloqués : { $count }** (numéro et jour ; on ne voit pas à qui ils sont). /unblock et un numéro en retire un.
blocked-unknown = Il n'y a pas de visage bloqué de numéro { $number } ; /blocked les affiche.
blocked-removed = Le visage bloqué { $number } n'est plus sur la liste.
strikes-pause = C'était trop souvent : pendant { $hours } heures, je ne fais rien pour toi.
strikes-paused = Pour l'instant, je ne fais rien pour toi, car tu as demandé trop souvent ce qui n'est pas permis. Réessaie dans { $hours } h ; ce que tu as reste.
strikes-nobody = Aujourd'hui, rien n'a été refusé à cause du contenu.
strikes-title = **Refusé à cause du contenu, en un jour**
strikes-line = { $person } : { $count }
strikes-line-pause = { $person } : en pause jusqu'à { $until } UTC
strikes-no-strikes = Il n'y a rien contre { $person }.
strikes-pardoned = Ce qui était compté contre { $person } est effacé.

# ---- The web app for other devices, private bots, what admins are told
help-web = Ouvrir l'application web : un lien qui te connecte
help-join = Rejoindre un bot privé avec un code d'invitation
help-admit = Laisser une personne utiliser ce bot privé
help-expel = Ne plus laisser une personne utiliser ce bot privé
help-invite = Créer un code d'invitation pour une personne
param-browsers = out : déconnecter tous les navigateurs
private-bot = Ce bot est privé. La personne qui le gère peut te laisser entrer ; ici, ton identifiant est `{ $name }`.
private-knock = { $person } voudrait utiliser ce bot.
button-admit = Laisser entrer
admit-done = { $person } peut maintenant utiliser le bot et en a reçu la nouvelle.
expel-done = { $person } ne peut plus utiliser le bot. Ses données restent les siennes : /export et /forget marchent encore.
expel-not-in = { $person } n'est pas entré par /admit ni par invitation. Les personnes d'ALLOWED_IDS et les admins se changent dans les réglages.
invitation-off = Les invitations sont désactivées. Le réglage est INVITATIONS=yes.
invitation-code = Code d'invitation : `{ $code }`. Il laisse entrer une personne, dans les { $days } jours : elle m'envoie `/join { $code }`.
join-in = Tu peux déjà utiliser ce bot.
join-wrong = Ce code d'invitation est incorrect, a expiré ou a déjà servi.
join-done = Tu peux maintenant utiliser ce bot. /start montre comment.
web-off = Ici, l'application web n'est pas ouverte aux autres appareils. La personne qui gère le bot peut changer cela.
web-here = Tu es déjà dans l'application web.
web-link =
    { $url }
    Ce lien te connecte à l'application web. Il sert une fois, pendant { $minutes } minutes. Ne le transmets pas.
web-out = { $count ->
        [0] Ton compte n'était connecté nulle part.
        [one] Un navigateur a été déconnecté.
       *[other] { $count } navigateurs ont été déconnectés.
    }
button-web-out = Se déconnecter partout
web-told = Un navigateur s'est connecté à ton application web : { $agent }. Si ce n'était pas toi, déconnecte-le.
alert-no-worker = Aucune image ne peut être faite : le processus de « { $lane } » ne démarre pas. On peut encore demander ; les tâches attendent. Le journal dit pourquoi.
alert-disk-low = Le disque est presque plein : il reste { $megabytes } Mo dans le dossier des données. Fais de la place avant qu'il soit plein.
alert-store-away = L’espace qui conserve les fichiers des gens ne répond pas. Les conversations continuent ; photos, tâches et images attendent et rien n’est perdu. Vérifie qu’il fonctionne ; le journal en dit plus.
# ---- What fields of forms and of commands are called
field-style = Style
field-count = Images
field-seed = Graine
field-face = Force du visage
field-strength = Force du style
field-expression = Expression
field-framing = Cadrage
field-shape = Format
field-size = Taille
field-refine = Détail
field-scene = Décor
field-draw = Méthode
field-search = Recherche
field-do = Action
field-act = Action
field-name = Nom
field-job = Tâche
field-language = Langue
field-setting = Réglage
field-value = Valeur
field-reason = Raison
field-person = Personne
field-code = Code
field-picture = Image
field-minutes = Minutes
field-number = Numéro
field-state = État
field-text = Texte
field-voice = Voix
field-motion = Mouvement
field-template = Image prête
field-background = Arrière-plan
field-preset = Apprentissage
field-photo = Photo
field-browsers = Navigateurs
field-file = Fichier

# ---- Asked for in words, copied, shown elsewhere
form-ask = Que dois-je changer ? Par exemple : « huile, avec un sourire, 2 images ». Ce que tu omets reste tel quel.
form-placeholder = huile, sourire, 2 images
form-nothing = Je n’ai pas compris quoi changer. Dis-moi un style, une expression ou combien d’images.
button-copy = Copier
answer-elsewhere = La réponse est dans nos messages privés : { $url }
answer-not-taken = ⚠️ Cela ne m’est pas parvenu. Réessaie.
bot-about = Envoie des selfies, reçois ton portrait dans tous les styles. Ton visage reste à toi.
bot-description = À partir de quelques selfies, je fais ton portrait : dans tous les styles, dans des images prêtes, avec d’autres vêtements ou en train de parler. Les photos sont chiffrées avec ta propre clé, ne servent qu’à tes images et s’effacent d’une commande. Réservé aux adultes.
inline-none = Pas encore de favoris : ouvre-moi
showing-consent = Avant d'afficher ici quoi que ce soit de toi, accepte l'accord dans le chat.
scene-aurora = Aurore boréale
scene-blossom = Cerisiers en fleurs
scene-bokeh = Lumières dorées
scene-bookshelf = Bibliothèque
scene-brick = Mur de briques
scene-cafe = Café
scene-city = Rue en ville
scene-dunes = Dunes
scene-forest = Forêt
scene-mountains = Montagnes
scene-neon_street = Rue de néons
scene-office = Bureau
scene-paper = Studio gris
scene-park = Prairie
scene-sea = Mer
scene-snowfall = Neige
scene-stage = Scène
scene-starfield = Ciel étoilé
scene-sunrise = Brume du matin
scene-underwater = Sous l’eau
scene-wheat = Champ de blé

# ---- Une image avec ses propres mots
words-too-long = Une description peut avoir { $most } caractères au plus, et la tienne en a { $characters }. Dis seulement ce qui compte le plus dans l’image.
words-none = Je lis des mots, pas des émojis ni des signes. Dis-moi avec des mots ce que tu veux voir.
words-not-drawn = Sans un modèle plus grand, je ne peux pas montrer { $words } : ici, je place ta propre photo dans un décor. J’ai repris { $used } et le style { $style }.
words-style-only = Sans un modèle plus grand, je ne peux pas montrer { $words } : ici, je place ta propre photo dans un décor, dans le style { $style }.
words-not-here = Sans un modèle plus grand, je ne peux pas montrer { $words } : ici, je place ta propre photo dans un décor.
words-drawn = Voici ce que je transmets au modèle : { $words }
words-foreign = Le modèle lit l’anglais. Je n’ai pas pu traduire { $words }, il se peut que cela n’apparaisse pas.
words-quoted = « { $words } »
more-words = Avec tes mots : { $words }
param-prompt = Ce que l’image doit montrer, avec tes mots
param-light = La lumière d’un autre style
field-prompt = Avec tes mots
field-light = Lumière
field-photos = Photos aussi
field-pose = Pose
light-candlelight = bougies
light-golden-hour = heure dorée
light-blue-hour = heure bleue
light-low-key = une seule lumière dure
light-split-light = rouge et bleu
light-window-light = lumière douce de fenêtre
light-flame = feu
light-neon = néon
