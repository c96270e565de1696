### Português

# ---- Pieces
list-or = { $rest } ou { $last }
list-and = { $rest } e { $last }
time-left = { $seconds ->
    [0] a qualquer momento
   *[other] { $minutes ->
        [0] em menos de um minuto
        [one] em cerca de um minuto
       *[other] em cerca de { $minutes } minutos
    }
}
finish = Pronto { $time }.

# ---- Start and help
start-new = **Olá!** Sou um bot que aprende o seu rosto com algumas selfies e desenha retratos seus em qualquer estilo.
start-collecting = **Que bom ver você de novo!** Tenho { $accepted ->
        [0] zero selfies suas aproveitáveis por enquanto
        [one] uma selfie sua aproveitável
       *[other] { $accepted } selfies suas aproveitáveis
    }. Envie mais ou toque em Pronto.
start-ready = **Que bom ver você de novo!** Conheço o seu rosto. Experimente /portrait { $style } ou escolha um estilo abaixo.
start-training = **Que bom ver você de novo!** Ainda estou aprendendo o seu rosto; /queue mostra em que ponto estou.
start-group = **Olá!** Rosto é assunto particular: escreva para mim em uma conversa privada, e lá eu desenho você.
help-title = **O que eu sei fazer**
help-hint = Envie selfies, toque em Pronto e peça um retrato. É só isso.
help-start = Começar, ou ver em que ponto estamos
help-help = Mostrar o que eu sei fazer
help-selfies = Enviar ou acrescentar selfies
help-alive = Mostrar que as fotos são suas
help-train = Aprender o meu rosto com as selfies
help-portrait = Desenhar-me em um estilo
help-styles = Ver os estilos
help-gallery = As minhas imagens prontas
help-show = Mostrar de novo uma tarefa pronta
help-again = Desenhar a última outra vez, com nova sorte
help-queue = As minhas tarefas em espera e em andamento
help-cancel = Parar uma tarefa
help-me = O que foi entendido sobre mim
help-mydata = O que está guardado sobre mim
help-export = Receber tudo o que está guardado sobre mim
help-forget = Apagar tudo sobre mim
help-language = Escolher o meu idioma
help-privacy = Como as minhas fotos são tratadas
help-settings = As minhas preferências
help-quota = O que ainda posso usar hoje
help-whoami = Mostrar meu identificador aqui
help-report = Denunciar uma imagem ou um problema
help-stats = Números deste bot
help-ban = Bloquear uma pessoa
help-allow = Desbloquear uma pessoa
help-pause = Não aceitar novas tarefas
help-resume = Voltar a aceitar tarefas
help-audit = As últimas linhas do registro de auditoria
param-style = Nome de um estilo
param-count = Quantas imagens, de 1 a 10
param-seed = Número que fixa a sorte do desenho
param-face = Força do seu rosto, de 0.5 a 1.3
param-strength = Força do estilo, de 0 a 1
param-search = Uma palavra para procurar
param-job = Número da tarefa
param-language = Idioma
param-setting = O que ajustar
param-value = O novo valor
param-reason = O que está errado
param-person = plataforma:usuário

# ---- Consent
consent-text = **Antes da primeira selfie.** Para desenhar você, eu olho as suas fotos e aprendo um modelo do seu rosto. As melhores fotos ficam guardadas com ele, porque as imagens são feitas delas; tudo é apagado, no mais tardar, quando se passa um ano sem desenhar com o seu rosto. São dados biométricos. Eles são cifrados com uma chave só sua, protegida pela chave-mestra de quem cuida deste bot; são usados apenas para as imagens que você pedir, não são mostrados a mais ninguém e podem ser apagados a qualquer momento com /forget. Cada imagem que eu faço é marcada como gerada por IA. Você concorda, é você nas fotos e você tem 18 anos ou mais?
consent-text-photos = Guardo { $waiting ->
        [one] a foto que você acabou de enviar sem abri-la
       *[other] as { $waiting } fotos que você acabou de enviar sem abri-las
    } até você responder.
consent-short = Para continuar, falta a sua resposta: você concorda com a forma como trato as suas fotos, é você nelas e você tem 18 anos ou mais?
button-read-again = Ler de novo
button-agree = Concordo, sou eu e tenho 18 anos ou mais
button-disagree = Não
button-privacy = Saber mais
consent-given = Obrigado! Agora me envie selfies: cinco ou mais, uma a uma ou em álbum.
consent-refused = Tudo bem. Não guardei nada das suas fotos. Se mudar de ideia, envie /start.
consent-withdraw = **Apago tudo?** Ainda guardo fotos suas ou algo feito a partir delas: sem o seu consentimento isso tem de sair, com o rosto aprendido, todas as imagens, tarefas e preferências. Isso não pode ser desfeito. Até você tocar em Sim, tudo fica como está.
consent-changed = O texto mudou desde que você concordou, por isso pergunto de novo.

# ---- Selfies
selfies-ask = **Envie-me selfies**, uma a uma ou em álbum. Com cinco ou mais a semelhança fica muito melhor: luzes e ângulos diferentes, só você, rosto bem visível, sem óculos escuros.
selfies-ask-more = **Envie-me mais selfies** e eu aprendo o seu rosto de novo junto com { $accepted ->
        [one] a que
       *[other] as { $accepted } que
    } já tenho. Enquanto isso, os seus retratos atuais continuam funcionando.
selfies-status = **Selfies: { $accepted ->
        [0] nenhuma aproveitável ainda
        [one] 1 aproveitável
       *[other] { $accepted } aproveitáveis
    }**
selfies-looking = { $waiting ->
        [one] Olhando uma foto …
       *[other] Olhando { $waiting } fotos …
    }
selfies-line-good = { $number }. ✓ boa
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … olhando
selfies-earlier = … e { $count ->
        [one] uma foto
       *[other] { $count } fotos
    } antes disso
selfies-few = { $accepted ->
        [one] Uma foto basta para começar
       *[other] { $accepted } fotos bastam para começar
    }, mas com { $recommended } ou mais a semelhança fica claramente melhor.
selfies-enough = Isso basta para uma boa semelhança. Toque em Pronto ou envie mais.
selfies-none = Envie uma foto nítida do seu rosto para começar.
selfies-full = Já olhei { $most } fotos, que é tudo o que posso aceitar de uma pessoa. Toque em Pronto para continuar, ou /forget para começar de novo.
selfies-understood = Vejo { $looks }. Errado? Corrija-me com os botões.
selfies-two-people = As fotos mostram duas pessoas, cada uma o mesmo número de vezes. Qual delas é você?
button-this-is-me = A foto { $number } sou eu
selfies-under-age = Fotos demais parecem mostrar alguém com menos de 18 anos, e eu só desenho adultos, por isso não posso aprender este rosto. Se elas mostram você já na idade adulta, envie fotos mais recentes.
alive-ask = **Mostre que é você.** Em { $minutes } minutos envie um vídeo do seu rosto (pode ser mensagem de vídeo), ou uma foto para cada passo, nesta ordem:
alive-side = Vire a cabeça para um lado
alive-up = Levante o rosto
alive-mouth = Abra bem a boca
alive-eyes = Feche os dois olhos por um momento
alive-next = Bom. Agora a próxima; faltam { $left }.
alive-late = Demorou demais. Peça novos passos.
alive-needed = Antes de aprender este rosto quero ver que é seu: mostre com alguns movimentos, em vídeo ou fotos.
alive-done = Obrigado, é você. O que você enviou foi apagado.
alive-no-unreadable = Não consigo ler isto. Envie um vídeo ou fotos do seu rosto.
alive-no-face = Não vejo seu rosto o tempo todo. Tente de novo com boa luz.
alive-no-person = Não parece a pessoa das suas fotos.
alive-no-code = Não foram os passos que pedi, ou não nessa ordem. Faça cada um com clareza e olhe para a frente entre eles.
button-alive = Mostrar que sou eu
selfies-training = Estou aprendendo o seu rosto agora mesmo. Envie mais fotos quando eu terminar, ou pare com /cancel.
selfies-not-looked = Não consegui olhar esta foto. Envie-a de novo, por favor.
selfies-not-set-up = Ainda não consigo olhar fotos, porque este bot não está totalmente configurado. Quem cuida dele já foi avisado; tente mais tarde.
button-done = Pronto, aprenda o meu rosto
button-correct = Corrigir o que você vê
looks-man-young = um homem jovem
looks-man-adult = um homem
looks-man-mature = um homem mais velho
looks-woman-young = uma mulher jovem
looks-woman-adult = uma mulher
looks-woman-mature = uma mulher mais velha
looks-age = cerca de { $age } anos
looks-full = **{ $who }**, { $age }
me-none = Ainda não sei nada sobre o seu rosto. Envie-me uma selfie para começar.
me-looks = Vejo { $looks }.
me-corrected = Obrigado, a partir de agora vejo **{ $who }**.
me-retrain = Toque em Pronto para eu aprender o seu rosto de novo com isso.
me-photos = { $accepted ->
        [0] Nenhuma foto aproveitável ainda.
        [one] Com base em uma foto.
       *[other] Com base em { $accepted } fotos.
    }
button-man = Homem
button-woman = Mulher
button-young = Mais jovem
button-adult = Idade adulta
button-mature = Mais velho

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Isto não é uma imagem. Envie uma foto em JPEG, PNG, WebP ou HEIC.
photo-unknown-format = Não consigo ler esse tipo de imagem. Envie em JPEG, PNG, WebP ou HEIC.
photo-broken = Esta imagem chegou danificada. Envie-a de novo, de preferência como arquivo.
photo-too-many-pixels = Esta imagem tem pixels demais para mim. Envie uma foto comum de celular.
photo-too-large = Este arquivo é maior do que posso aceitar. Envie-o como foto em vez de arquivo.
photo-animated = Isto é uma animação. Envie uma foto parada.
photo-no-face = Não vejo nenhum rosto aqui. Olhe para a câmera com boa luz, sem nada na frente.
photo-several-faces = Vejo mais de uma pessoa. Envie uma foto só com você, ou recorte-a.
photo-face-too-small = O seu rosto está pequeno demais aqui. Chegue mais perto ou recorte a foto.
photo-blurred = Esta foto está tremida. Segure firme, limpe a lente e tente de novo.
photo-bad-light = A luz está escura ou dura demais. Tente de frente para uma janela.
photo-turned-away = O seu rosto está virado demais. Olhe mais para a câmera.
photo-eyes-closed = Os seus olhos estão fechados aqui. Tente de novo com os olhos abertos.
photo-covered = Algo cobre o seu rosto. Tire óculos escuros, máscara ou mão e tente de novo.
photo-drawn = Isto parece um desenho ou uma imagem de computador. Preciso de uma foto sua, tirada com uma câmera.
photo-rephotographed = Isto parece uma foto de uma tela ou de uma impressão. Envie a própria foto, ou tire uma nova.
photo-forwarded = Esta foto foi encaminhada. Só aprendo um rosto com fotos que você mesmo envia: salve-a e envie de novo, se mostrar você.
photo-duplicate = Já tenho esta foto ou uma quase igual. Envie outra.
photo-other-person = Parece outra pessoa, diferente das suas outras fotos. Envie fotos apenas da mesma pessoa.
photo-under-age = Esta pessoa parece ter menos de 18 anos, e eu só desenho adultos. Posso me enganar: se for você, envie uma ou duas fotos mais recentes, que vão decidir juntas, ou escreva /report a quem cuida deste bot.
photo-nudity = Não aceito nudez. Envie uma foto com roupa, de preferência cabeça e ombros.

# ---- Training
train-no-photos = Primeiro preciso de pelo menos uma selfie aproveitável. Envie-me uma foto do seu rosto.
train-still-looking = Um momento, ainda estou olhando { $waiting ->
        [one] uma foto
       *[other] { $waiting } fotos
    }. Toque em Pronto de novo logo depois.
train-already = Já estou aprendendo o seu rosto. /queue mostra em que ponto estou.
train-nothing-new = Já conheço o seu rosto por estas fotos. Envie mais selfies para melhorar, ou peça um retrato.
train-queued = Obrigado! Vou aprender o seu rosto com { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }.
train-done = **Agora conheço o seu rosto.** Levou { $minutes ->
        [0] menos de um minuto
        [one] um minuto
       *[other] { $minutes } minutos
    } e { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }. Que retrato desenho primeiro?
train-understood = Vejo **{ $who }**; /me corrige isso.
instant-ready = **Já posso desenhar você**, só a partir das suas fotos. Os retratos ficam mais parecidos quando eu tiver aprendido o seu rosto.
button-again-train = Tentar de novo
button-relearn = Aprender meu rosto de novo

# ---- Portraits
portrait-before-training = Ainda não conheço o seu rosto. Envie-me primeiro algumas selfies e depois toque em Pronto.
portrait-not-trained = Tenho { $accepted ->
        [one] uma selfie aproveitável
       *[other] { $accepted } selfies aproveitáveis
    } sua, mas ainda não aprendi com isso. Toque em Pronto e peça de novo.
portrait-training = Ainda estou aprendendo o seu rosto. Peça de novo quando eu disser que terminei; /queue mostra em que ponto estou.
portrait-which = Qual estilo?
portrait-style-elsewhere = O estilo “{ $name }” precisa de um modelo maior que o deste bot. Aqui posso desenhar, por exemplo, { $closest }; /styles mostra todos.
portrait-unknown-style = Não conheço nenhum estilo “{ $name }”. Você quis dizer { $closest }?
portrait-unknown-style-none = Não conheço nenhum estilo “{ $name }”. /styles mostra todos.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % de semelhança
portrait-unlike = { $percent } % de semelhança, pouco para eu chamar de mesma pessoa
portrait-from-photos = Desenhado só a partir de fotos; um rosto aprendido fica mais parecido.
portrait-outdated = O seu rosto foi aprendido com uma versão anterior do modelo com que desenho; aprendido de novo, ficará mais parecido.
portrait-best-unlike = Nenhuma está próxima o bastante para eu dizer que é você. Tente “Mais parecido comigo” ou acrescente selfies.
portrait-withheld = { $count ->
        [one] Retive uma imagem porque mostrava nudez.
       *[other] Retive { $count } imagens porque mostravam nudez.
    }
portrait-label = Gerado por IA · tarefa { $number } · semente { $seed }
portrait-caption = { $rank }. { $likeness } · semente { $seed }
portrait-alt = Retrato gerado por IA no estilo { $style }
portrait-few-photos = Conheço você por apenas { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }; com { $recommended } ou mais a semelhança ficará claramente melhor. /selfies acrescenta.
button-again = De novo
button-like = Como a melhor
button-restyle = Outro estilo, mesma semente
button-closer = Mais parecido comigo
button-bolder = Mais estilo
button-delete = Apagar
button-report = Denunciar
button-more = Mais …
button-back = Voltar
button-cancel = Cancelar
button-files = Como arquivos
button-apart = Todas as { $count } imagens
stickers-none = As figurinhas são feitas das suas imagens favoritas, e ainda não há nenhuma. Marque algumas na galeria e tente /stickers de novo.
stickers-nothing-new = Todos os seus favoritos já são figurinhas. Marque outra imagem, ou apague as figurinhas para fazê-las de novo.
stickers-full = Um pacote comporta { $most } figurinhas, e o seu está cheio. Apague-o para começar outro.
stickers-act = Escreva /stickers para fazer figurinhas, ou /stickers delete para tirá-las.
stickers-done = Figurinhas feitas: { $count }. Geradas por IA.
stickers-skipped = Deixadas de fora, porque ninguém foi encontrado nelas: { $count }.
stickers-nobody = Não encontrei ninguém nestas imagens, então não há o que recortar. Marque um retrato como favorito e tente /stickers de novo.
stickers-title = Meus retratos
stickers-delete-ask = Apagar suas figurinhas? Onde já estão instaladas, elas também somem.
stickers-deleted = Suas figurinhas foram apagadas.
button-stickers-delete = Apagar as figurinhas
apart-text = Tarefa { $number }: as imagens uma a uma.
apart-unsure = Fui interrompido ao enviar estas imagens. Se faltar alguma, aperte o botão mais uma vez.
result-too-large = Este arquivo tem { $megabytes } MB; aqui não dá para enviar mais de { $most } MB. Peça-o a quem mantém este bot.
button-styles = Estilos
button-portrait = Desenhar { $style }
button-selfies = Acrescentar selfies
at-limit-face = Já uso o seu rosto com toda a força possível. Acrescentar selfies ajuda mais: /selfies.
at-limit-style = Já uso o estilo com toda a força possível. Tente outro: /styles.

# ---- Styles
styles-title = **Estilos** · { $from }–{ $to } de { $total }
styles-found = **Estilos** com “{ $search }” · { $from }–{ $to } de { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = Outros { $count } precisam de um modelo maior que o deste bot; quem o mantém vê como com `python -m bot styles --all`.
styles-alt = Prévia do estilo { $title }, gerada por IA
styles-none = Nenhum estilo contém “{ $search }”. Aqui está tudo o que há.
styles-nothing = Este bot não tem estilos instalados. Avise quem o administra, por favor.

# ---- Jobs: queue, progress, cancel
queue-empty = Nada seu está em espera ou em andamento. /portrait desenha você.
queue-title = **As suas tarefas**
queue-line = { $number }. { $what }: { $state }
what-enrol = aprendendo o seu rosto
what-instant = conhecendo você pelas fotos
what-portrait = retratos, { $style }
what-inspect = olhando uma foto
what-alive = vendo se é você
what-other = uma tarefa
what-stickers = figurinhas
what-inspect-garment = olhar roupas
what-tryon = experimentar roupas
state-queued = em espera, lugar { $position }
state-running = em andamento
progress-queued = { $what } · { $position ->
        [1] a próxima da fila
       *[other] lugar { $position } de { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = preparando tudo
stage-loading = carregando os modelos
stage-preparing = preparando as suas fotos
stage-instant = uma primeira imagem das suas fotos; o aprendizado continua
stage-training = aprendendo, passo { $done } de { $total }
stage-drawing = desenhando, passo { $done } de { $total }
stage-cutting = recortando, { $done } de { $total }
stage-trying = testando pesos de rosto e estilo
stage-finishing = acabamento { $done } de { $total }
stage-other = trabalhando, { $done } de { $total }
cancel-none = Nada seu está em espera ou em andamento.
cancel-which = Qual devo parar?
cancel-unknown = Não conheço nenhuma tarefa { $number } sua. /queue mostra as suas tarefas.
cancel-finished = A tarefa { $number } já terminou. /show { $number } traz o resultado de volta.
cancel-done = A tarefa { $number } foi cancelada. Não custa nada para você.
cancel-asked = Estou parando a tarefa { $number } …

# ---- Talking portraits
help-talk = Faça um retrato seu falar
param-text = O que ele deve dizer
param-voice = Nome de uma voz, por exemplo pt-anna
param-motion = Modo de mover a cabeça, de 1 a 46
talk-prompt = O que ele deve dizer? Escreva, ou envie uma mensagem de voz, áudio ou vídeo de até { $seconds } segundos. Uso uma voz do seu idioma se você não escolher outra.
talk-which = Qual retrato deve falar?
talk-portrait = Tarefa { $number }, imagem { $rank } · { $style }
talk-no-portrait = Ainda não tenho um retrato seu que possa falar. Deixe-me desenhar um primeiro e envie a mensagem de voz de novo.
talk-portrait-gone = Esse retrato não está mais aqui. /portrait desenha um novo.
talk-not-heard = Não consegui receber essa gravação. Envie de novo, por favor.
talk-file-too-large = Esse arquivo é grande demais para mim. Envie uma gravação mais curta, ou só o som.
talk-text-too-long = É longo demais para um clipe: { $characters } caracteres, e cabem { $most }. Encurte, ou faça dois clipes.
talk-done = **Aqui você fala**, { $seconds ->
    [1] um segundo
   *[other] { $seconds } segundos
}.
talk-label = Gerado por IA · tarefa { $number }
talk-gif = O começo como imagem em movimento. Gerado por IA.
talk-delete-ask = Apagar o clipe da tarefa { $number }?
talk-delete-done = O clipe da tarefa { $number } foi apagado.
button-talk = Fazer falar
button-voices = Vozes
button-motion = Movimento
button-listen = Ouvir
button-note = Mensagem de vídeo
button-finer = Mais nítido (lento)
button-gif = Como GIF
voice-which = Qual voz? A escolha vale para os próximos clipes.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natural
        [online] natural, online: seu texto é enviado à Microsoft
       *[robot] robô
    })
voice-chosen = De agora em diante uso { $voice }.
voice-gone = Não há mais nenhuma voz “{ $name }” aqui. O menu de vozes mostra as que existem.
voice-none = Nenhuma voz está configurada neste bot.
voice-soon = { $voice } já vai dizer algo …
voice-heard = É assim que ela soa. Gerado por IA.
voice-sample = Olá! É assim que o seu retrato fala com os seus amigos.
motion-which = Como a cabeça deve se mover? A escolha vale para os próximos clipes.
motion-still = Parada
motion-style = Movimento { $number }
motion-chosen = De agora em diante: { $motion }.
what-talk = um retrato que fala
what-speak = uma voz para ouvir
stage-looking = olhando o retrato
stage-speaking = preparando a voz
stage-animating = movendo os lábios, quadro { $done } de { $total }
stage-enhancing = preparando a imagem mais nítida
sound-broken = Não consigo ler esta gravação. Envie como mensagem de voz, MP3, WAV ou MP4.
sound-no-audio = Não há som neste arquivo. Envie uma mensagem de voz, ou um vídeo com som.
sound-too-long = Isto dura { $seconds } segundos, e um clipe pode ter { $most }. Envie uma gravação mais curta.
sound-too-short = É curto demais para dizer algo. Envie pelo menos uma palavra.
sound-silent = Não ouço nada nesta gravação. Verifique o microfone e fale de novo.
sound-no-speech = Não ouço ninguém falando, talvez só música ou ruído. Envie uma gravação em que alguém fale.
text-empty = Não há nada neste texto que uma voz possa dizer. Escreva palavras.
text-too-long = Este texto é longo demais para um clipe. Cabem no máximo { $most } caracteres.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Não há nenhuma voz “{ $name }”. Talvez uma destas: { $closest }.
error-voice-unreachable = A voz online não responde. Escolha uma voz que funcione sem rede, ou tente mais tarde.

# ---- Gallery
gallery-empty = Você ainda não tem imagens. /portrait desenha a primeira.
gallery-title = **Os seus retratos** · { $from }–{ $to } de { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] uma imagem
       *[other] { $count } imagens
    }, melhor semelhança { $percent } %
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] uma imagem
       *[other] { $count } imagens
    }
gallery-show = Mostrar { $number }
show-unknown = Não conheço nenhuma tarefa { $number } sua. /gallery mostra as suas imagens.
show-unfinished = A tarefa { $number } não tem imagens para mostrar. /queue mostra o que ainda está em andamento.
show-gone = As imagens da tarefa { $number } já não estão guardadas. “De novo” desenha outra vez.
again-none = Ainda não há nada para desenhar de novo. /portrait desenha a primeira.
delete-ask = Apagar de vez as imagens da tarefa { $number }?
delete-done = As imagens da tarefa { $number } foram apagadas.
button-delete-yes = Sim, apagar
button-no = Não
files-text = { $style } · semente { $seed }

# ---- Settings and language
settings-title = **As suas preferências**
settings-pictures = Imagens por vez: { $count }
settings-style = Estilo quando você não diz nenhum: { $style }
settings-style-ask = perguntar
settings-language = Idioma: { $language }
settings-saved = Salvo.
settings-unknown = Não há preferência “{ $name }”. Conheço { $known }.
settings-style-none = qualquer um
button-pictures = { $count }
button-language = Idioma
language-ask = Em que idioma devo falar?
language-set = A partir de agora eu falo português.
language-unknown = Ainda não falo “{ $name }”. Falo { $known }.
language-name = Português

# ---- Quota
quota-text = Nas últimas 24 horas você usou { $used } de { $total } minutos de cálculo. Um retrato leva cerca de { $portrait } segundos, aprender um rosto cerca de { $training ->
        [one] um minuto
       *[other] { $training } minutos
    }.
quota-jobs = Em espera ou em andamento: { $queued } de { $most } tarefas.
quota-spent = Você usou o tempo de cálculo de hoje. Tente de novo em { $hours ->
        [one] uma hora
       *[other] { $hours } horas
    }; /quota mostra como está.
quota-queue = Você já tem { $most } tarefas em espera. Deixe uma terminar ou pare uma com /cancel.
paused = Estou fazendo uma breve pausa para manutenção e não aceito novas tarefas. Tente mais tarde; nada seu se perdeu.

# ---- Privacy
privacy-text = **As suas fotos, o seu rosto, as suas regras.** As fotos, o modelo do seu rosto e as suas imagens são cifrados com uma chave que pertence só a você. A localização e outros dados ocultos são retirados de cada foto. Ninguém mais pode usar o seu rosto, e nada é usado para treinar outra coisa além do seu próprio modelo. Fora a plataforma de conversa que você usa, só quem administra este bot tem as suas fotos. Cada imagem é marcada como gerada por IA. Eu só desenho adultos e retenho a nudez. Rostos de outros em uma imagem em que você quer entrar são apenas encontrados e substituídos, comparados só com rostos que seus donos bloquearam aqui, nunca aprendidos ou guardados; essa imagem é apagada cerca de uma hora depois do último desenho. Outra pessoa só entra em uma imagem depois do próprio sim, para aquele único desenho. /mydata mostra o que está guardado, /export entrega tudo a você, /forget apaga destruindo a sua chave.
mydata-title = **O que está guardado sobre você**
mydata-consent = Consentimento: versão { $version }, dado em { $date }.
mydata-no-consent = Consentimento: não dado.
mydata-faces = Rostos aprendidos: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Imagens feitas: { $count }
mydata-files = Arquivos: { $count }, ao todo { $megabytes } MB
mydata-jobs = Tarefas: { $count }
mydata-language = Idioma: { $language }
mydata-next = /export entrega tudo a você, /forget apaga.
export-ready = Tudo o que está guardado sobre você, em um arquivo só. Cuide bem dele: contém as suas fotos.
export-parts = Tudo o que está guardado sobre você, em { $count } arquivos compactados, porque não cabe em um só. Cada um abre sozinho; `about.json` está no primeiro. Se um arquivo termina em .001, os outros pedaços estão nos seguintes: juntos, em ordem, formam o arquivo. Guarde-os bem: eles contêm as suas fotos.
export-part = Arquivo { $number } de { $count }.
export-impossible = Este bot foi instalado sem exportação. Fale com quem o administra.
forget-ask = **Apagar tudo?** As suas fotos, o rosto aprendido, todas as imagens, tarefas e preferências. Isso não pode ser desfeito.
button-forget = Sim, apagar tudo
forget-done = **Tudo foi apagado.** Apagados: { $parts }. A sua chave foi destruída, nenhuma cópia pode mais ser aberta. As imagens que enviei também saíram da nossa conversa; o que você me enviou fica lá até que você apague. Até logo! /start começa de novo.
pictures-gone = Estas imagens foram apagadas.
forget-selfies = { $count ->
        [one] uma selfie
       *[other] { $count } selfies
    }
forget-faces = { $count ->
        [one] um rosto aprendido
       *[other] { $count } rostos aprendidos
    }
forget-pictures = { $count ->
        [one] uma imagem
       *[other] { $count } imagens
    }
forget-jobs = { $count ->
        [one] uma tarefa
       *[other] { $count } tarefas
    }
forget-account = a sua conta e as suas preferências
forget-kept = Ficou tudo como está.
report-ask = O que está errado? É só escrever. Uma pessoa que cuida deste bot vai ler e ver a imagem.
report-thanks = Obrigado. Sua denúncia chegou a quem cuida deste bot.
report-where = Para denunciar uma imagem deste grupo, responda a ela com /report. O resto se denuncia em uma conversa privada comigo.
report-why = O que há de errado? Quem cuida deste bot verá a imagem e a sua resposta.
report-reason-not-me = Não sou eu
report-reason-offensive = É ofensiva
report-reason-minor = Alguém nela tem menos de 18 anos
report-reason-other = Outra coisa
report-undo = Retirar
report-undone = Sua denúncia foi retirada.
report-settled = Esta denúncia já foi decidida.
report-gone = Esta denúncia não existe mais.
report-taken-back = A denúncia { $number } foi retirada.
report-dismiss = Descartar
report-ban = Banir
report-dismissed = A denúncia { $number } foi descartada.

# ---- Admin
whoami = Aqui você é `{ $name }`. Quem cuida deste bot faz de você administrador colocando isso em ADMIN_IDS.
whoami-admin = Aqui você é `{ $name }`, e administrador.
alert-model-missing = Uma tarefa falhou porque falta um modelo: { $component }. Obtenha-o com `{ $how }`; as pessoas leem que o bot ainda não está configurado.
alert-model-damaged = Uma tarefa falhou porque um modelo está danificado: { $component }. Repare-o com `{ $how }`.
admin-stats = **Números**
admin-stats-people = Pessoas: { $people }
admin-stats-jobs = Tarefas: { $queued } em espera, { $running } em andamento, { $done } prontas, { $failed } com falha
admin-stats-paused = Novas tarefas: { $paused ->
        [yes] em pausa
       *[no] aceitas
    }
admin-unknown-person = Não conheço ninguém chamado “{ $person }”. Escreva plataforma:usuário, por exemplo `telegram:12345`.
admin-not-yourself = Você não pode bloquear a si mesmo nem outro administrador.
admin-banned = Bloqueio de { $person } feito. Tarefas em espera: { $count } canceladas.
admin-allowed = { $person } pode usar o bot de novo.
admin-paused = Em pausa: nenhuma tarefa nova é aceita. /resume continua.
admin-resumed = Novas tarefas voltam a ser aceitas.
admin-audit-title = **Registro de auditoria, o mais novo primeiro**
admin-audit-empty = O registro de auditoria está vazio.

# ---- Answers to what does not fit
banned = Você não pode mais usar este bot. Se acha que é um engano, fale com quem o administra.
flood = Um pouco mais devagar, por favor. Volto a ouvir em { $seconds ->
        [one] um segundo
       *[other] { $seconds } segundos
    }.
private-only = Rosto é assunto particular. Escreva para mim em uma conversa privada e tente lá.
anonymous-admin = Você escreve em nome do grupo, então não posso saber de quem é o rosto. Desative por um momento "Permanecer anônimo" ou escreva para mim em uma conversa privada.
result-not-allowed = Nesta conversa posso escrever, mas não enviar imagens nem arquivos. Os administradores podem permitir; em uma conversa privada sempre posso mostrar.
unknown-command = Não conheço /{ $name }. Você quis dizer { $closest }?
unknown-command-none = Não conheço /{ $name }. /help mostra o que eu sei fazer.
unknown-button = Este botão não funciona mais. /start mostra em que ponto estamos.
said-new = Envie-me uma selfie para começar, ou /help para ver o que eu sei fazer.
said-collecting = Estou juntando as suas selfies. Envie fotos ou toque em Pronto.
said-ready = Não entendi. Diga um estilo com suas palavras, como “cyberpunk, sorrindo”, ou escolha um:
said-offer = Você quis dizer um destes?
said-thanks = De nada! Faço mais um?
said-unused = Não consegui usar estas palavras: { $words }.
argument-missing = Acrescente { $name }, por favor: `{ $usage }`
argument-not-a-number = “{ $value }” não é um número para { $name }. Assim: `{ $usage }`
argument-out-of-range = { $name } deve ficar entre { $least } e { $most }.
argument-too-small = { $name } deve ser pelo menos { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Algo deu errado do meu lado. Não custa nada para você; tente de novo, por favor.
error-bad-photo = Uma das fotos não pode ser usada. { $sentence }
error-not-enough-photos = Preciso de { $needed ->
        [one] pelo menos uma foto aproveitável
       *[other] pelo menos { $needed } fotos aproveitáveis
    } e tenho { $usable }. Envie-me mais selfies.
error-unknown-style = Não conheço mais nenhum estilo “{ $name }”. /styles mostra todos.
error-style-not-here = O modelo atual deste bot não sabe desenhar o estilo “{ $name }”. Escolha um em /styles; quem mantém o bot pode adicioná-lo com `{ $how }`.
error-bad-adapter = O arquivo deste estilo está danificado ou foi feito para outro modelo. Escolha outro estilo; quem mantém o bot encontra o motivo com `python -m bot styles`.
error-bad-base = O modelo base deste bot ({ $name }) não está descrito como deve. Quem o administra encontra o motivo com `python -m bot doctor`.
error-other-base = Este bot agora desenha com outro modelo e seu rosto foi aprendido com o antigo. Envie /selfies e toque em Pronto para aprendê-lo de novo.
error-no-identity = Ainda não conheço o seu rosto. Envie-me primeiro selfies e depois toque em Pronto.
error-under-age = A pessoa nestas fotos parece ter menos de 18 anos, e eu só desenho adultos. Se for você, envie fotos mais recentes.
error-child-in-picture = Talvez haja uma criança nesta imagem, por isso não coloco ninguém nela nem faço ninguém falar com ela. Use outra imagem.
error-portrait-covered = Algo cobre a boca nesta imagem, uma máscara ou uma mão, por isso ela não pode falar. Use uma com o rosto livre.
error-unsafe-picture = Retive as imagens porque mostravam nudez. Tente outro estilo ou toque em De novo.
error-content-refused = { $category ->
    [sexual] Não desenho nem digo nada sexual sobre pessoas reais. Diga com outras palavras ou peça outra coisa.
    [minors] Aqui não entram crianças nem jovens em imagens assim, e não transformo ninguém em criança. Peça outra coisa.
    [violence] Não desenho nem digo violência contra pessoas nem ameaças. Peça outra coisa.
    [figures] Não transformo ninguém em uma pessoa famosa, e aqui ninguém diz ser uma. Tire o nome.
    [hate] Não desenho nem digo ódio ou insultos contra pessoas. Diga com outras palavras.
   *[operator] Quem cuida deste bot não permite estas palavras. Diga com outras palavras.
}
error-unfit-portrait = Não consigo fazer esta imagem falar. Tente outro retrato.
error-portrait-without-face = Não vejo nenhum rosto nesta imagem, por isso ninguém pode falar. Tente outro retrato.
error-portrait-face-too-small = O rosto nesta imagem é pequeno demais para falar. Tente uma em que ele seja maior, ou recorte a imagem.
error-portrait-turned-away = A cabeça nesta imagem está virada demais para o lado para falar. Tente um retrato que olhe mais para a câmara.
error-weight-missing = Falta um modelo a este bot ({ $component }). Quem o administra pode obtê-lo com `{ $how }`.
error-weight-corrupt = Um modelo deste bot está danificado ({ $component }). Quem o administra pode repará-lo com `{ $how }`.
error-source-unreachable = Um modelo ({ $component }) não pôde ser obtido agora. Tente mais tarde, por favor.
error-out-of-memory = A máquina ficou sem memória. Tente menos imagens por vez, ou tente mais tarde.
error-device-lost = A placa de vídeo parou de responder três vezes seguidas. Não custa nada para você; tente mais tarde.
error-not-a-number = O modelo se perdeu nos próprios números e não fez nenhuma imagem. Não custa nada para você. Tente outro estilo ou um peso menor; quem o administra pode verificar os arquivos com `python -m bot weights verify`.
error-disk-full = O disco da máquina está cheio, por isso não consegui salvar o seu resultado. Nada se perdeu; tente mais tarde.
files-too-many = É mais do que recebo de uma vez. Envie o resto daqui a dez minutos.
error-cancelled = Cancelado, como você pediu. Não custa nada para você.
error-worker-died = A máquina tropeçou várias vezes nesta tarefa. Não custa nada para você; tente de novo, por favor.

# ---- Forms
button-tune = De novo com …
menu-talk = Fazer falar
file-parts = Este arquivo é maior do que o Discord aceita, por isso vem em { $count } partes. Guarde-as numa pasta e abra { $name } com um programa como o 7-Zip: ele junta as outras.
form-usage = Diga o que mudar: `{ $usage }`. Deixe de fora o que pode ficar.
form-selfies = Selfies
form-photos = Até dez selfies
form-photos-hint = Só você, rosto bem visível, luzes e ângulos diferentes.
form-agree = Concordo, sou eu e tenho 18 anos ou mais
form-agree-hint = Sem o seu sim, as fotos ficam fechadas.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = As minhas imagens favoritas
help-stickers = Fazer figurinhas dos meus favoritos
help-presets = Pedidos salvos com um nome
help-link = Usar a mesma conta em outra plataforma
help-post = Mostrar uma imagem minha pronta neste grupo
help-reports = O que as pessoas denunciaram
help-setquota = Definir o tempo de cálculo diário de uma pessoa
help-adult = Dizer que uma pessoa é adulta
help-setstyle = Retirar um estilo ou devolvê-lo
help-broadcast = Escrever a todos que querem novidades
help-limit = Imagens por dia que podem ser mostradas neste grupo
param-do = use, save ou delete: usar, salvar, apagar
param-act = make (fazer) ou delete (apagar)
param-name = Nome da predefinição
param-code = Código da outra plataforma
param-picture = Qual imagem da tarefa
param-minutes = Minutos por dia; sem valor: o limite geral
param-state = on ou off: ativo ou retirado
button-favourite = Favorita
button-favourites = As minhas favoritas
button-gallery = As minhas imagens
favourites-empty = Você ainda não tem favoritas. Toque em “Favorita” sob um retrato: ele fica guardado até você apagar.
favourites-title = **As suas favoritas** · { $from }–{ $to } de { $total }
favourites-caption = Tarefa { $number }, imagem { $rank } · { $style }
favourites-which = Qual imagem da tarefa { $number }? Toque de novo em uma marcada para desmarcar.
favourites-pick = Imagem { $rank }
favourites-added = ★ A imagem { $rank } da tarefa { $number } agora é favorita e fica até você apagar.
favourites-removed = A imagem { $rank } da tarefa { $number } não é mais favorita e expira como as outras.
presets-none = Você ainda não tem predefinições. `/presets save NOME` guarda estilo, quantidade e forças do seu último retrato com um nome.
presets-title = **As suas predefinições**
presets-line = **{ $name }**: { $style } × { $count }
presets-hint = `/presets NOME` desenha uma, `/presets save NOME 12` guarda o pedido da tarefa 12.
presets-draw = Desenhar { $name }
presets-saved = Salvo como **{ $name }**: { $style }, da tarefa { $number }.
presets-deleted = A predefinição “{ $name }” foi apagada.
presets-unknown = Você não tem a predefinição “{ $name }”. /presets mostra as que existem.
presets-nameless = Diga qual: { $known } e depois um nome, como `/presets save ferias`.
presets-full = Você tem { $most } predefinições, não cabe mais. Apague antes uma em /presets.
link-code =
    O seu código: **{ $code }**
    Escreva `/link { $code }` para mim na outra plataforma em até { $minutes } minutos. Vale uma vez, e nada é unido antes da sua confirmação lá. Não o dê a ninguém: quem o tiver pode se tornar você aqui.
link-ask = **Unir as duas contas?** Só uma pode ficar; o que a outra contém é apagado. Continue só se foi você quem criou este código: quem o criou passa a ser você.
link-there = Lá (de onde vem o código): rostos { $faces }, imagens { $pictures }, tarefas abertas { $jobs }
link-here = Aqui: rostos { $faces }, imagens { $pictures }, tarefas abertas { $jobs }
link-two-faces = As duas contas conhecem um rosto. Rostos nunca se misturam: passa a valer o da conta que fica.
link-warning = O que é apagado some de vez; /export entrega antes a você.
button-link-there = Manter a conta de lá
button-link-here = Manter esta conta
link-asked = Perguntei em { $platform }, onde o código foi criado. Responda lá em dez minutos; até então nada muda.
link-confirm = **É você?** { $name } em { $platform } digitou o código que você criou aqui e quer ser a mesma pessoa que você: com o seu rosto, as suas imagens e tudo o que você pode fazer. { $kept } Diga Sim só se foi você.
link-keeps-yours = Esta conta fica, a outra é apagada.
link-keeps-theirs = A outra conta fica; **esta é apagada**, com o rosto e as imagens.
button-link-yes = Sim, sou eu
button-link-no = Não, não sou eu
link-declined = Onde o código foi criado, a resposta foi Não. Tudo fica como está.
link-kept = Nada foi unido; o código não vale mais. Se alguém o viu, crie outro com /link.
link-done = **Unidas.** Agora você é uma só pessoa nas duas plataformas; /start mostra em que ponto está.
link-told = A sua conta aqui acaba de ser unida a uma em { $platform }. Se não foi você, escreva logo a quem administra este bot.
link-wrong = Não conheço esse código, ou ele é velho demais. Peça um novo com /link na outra plataforma.
link-tries = Códigos errados demais. Tente de novo em { $minutes } minutos.
link-same = Este código é desta mesma conta. Digite-o na outra plataforma.
post-where = /post mostra uma imagem em um grupo. Digite lá.
post-label = Gerado por IA · { $style }
post-limit = Neste grupo podem ser mostradas no máximo { $most } imagens por dia. Tente mais tarde.
limit-where = /limit vale para um grupo. Digite lá.
limit-set = Imagens por dia neste grupo: { $most }.
setquota-done = { $person } pode usar { $minutes } minutos de cálculo por dia.
setquota-general = Para { $person } volta a valer o limite geral.
adult-on = A verificação de idade agora considera { $person } adulto, exceto em fotos de crianças evidentes. Fica em /audit.
adult-off = Para { $person } a verificação de idade decide de novo.
setstyle-none = Nenhum estilo está retirado. `/setstyle off NOME` retira um, `/setstyle on NOME` devolve.
setstyle-list = Retirados: { $names }.
setstyle-state = Diga primeiro on ou off, como `/setstyle off oil`.
setstyle-off = O estilo `{ $name }` foi retirado.
setstyle-on = O estilo `{ $name }` voltou.
broadcast-ask = Isto vai para { $count } pessoas, uma mensagem cada; quem não quer novidades fica de fora. Enviar?
broadcast-sent = A caminho de { $count } pessoas.
button-send = Enviar
button-no-news = Não quero mais destas
news-off = Entendido, sem mais novidades. /settings as liga de novo.
reports-none = Ninguém denunciou nada.
reports-title = **Denúncias, a mais nova primeiro**
reports-job = tarefa { $number }
reports-general = em geral
reports-line = { $number }. { $person }, sobre { $about }: { $reason } ({ $state ->
        [dismissed] descartada
        [banned] pessoa banida
       *[open] aberta
    })
reports-show = Ver { $number }
reports-person = uma imagem de { $person }
settings-news = Novidades de quem administra este bot: { $news ->
        [off] não
       *[on] sim
    }
settings-news-value = As novidades podem ser on ou off: `/settings news off`.
button-news-on = Novidades: sim
button-news-off = Novidades: não
quota-kind = Em 24 horas isto é possível { $most } vezes aqui, e você já as usou. Tente mais tarde; /quota mostra como está.
quota-enrol = Rostos aprendidos: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-portrait = Tarefas de retrato: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-talk = Retratos falantes: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
mydata-favourites = Favoritas: { $count }
mydata-presets = Predefinições: { $count }
mydata-reports = Denúncias enviadas: { $count }
mydata-platforms = Conheço você em: { $names }
forget-favourites = { $count ->
        [one] uma favorita
       *[other] { $count } favoritas
    }
forget-presets = { $count ->
        [one] uma predefinição
       *[other] { $count } predefinições
    }
forget-reports = { $count ->
        [one] uma denúncia
       *[other] { $count } denúncias
    }
fusion-turned-away = A cabeça está tão virada que não foi possível pôr o seu próprio rosto.
fusion-turned = A cabeça está virada, por isso entrou menos do seu próprio rosto.
fusion-glasses = Só a foto ou só a imagem tem óculos, por isso entrou menos do seu próprio rosto.
fusion-not-nearer = Pôr o seu próprio rosto não as aproximou de você, por isso ficam como foram desenhadas.
looks-person-young = uma pessoa jovem
looks-person-adult = uma pessoa
looks-person-mature = uma pessoa mais velha
button-person = Apenas uma pessoa
me-tags = Nas suas fotos: { $tags }.
tag-glasses = óculos
tag-sunglasses = óculos escuros
tag-smiling = sorriso
tag-open-mouth = boca aberta
tag-closed-eyes = olhos fechados
tag-raised-eyebrows = sobrancelhas erguidas
tag-looking-up = olhar para cima
tag-pursed-lips = lábios franzidos
tag-hat = chapéu
tag-scarf = cachecol
tag-suit = terno
tag-tie = gravata
tag-uniform = uniforme
tag-necklace = colar
error-bad-template = Não dá para pôr ninguém nesta imagem. Tente outra.
error-no-face-in-template = Não vejo nesta imagem um rosto onde pôr o seu. Envie uma com um rosto bem visível.
error-nobody-placed = É preciso um lugar para cada pessoa. Diga de novo quem vai onde.
error-no-such-face = Não há rosto { $number } livre nesta imagem; ela tem { $faces }. Escolha outro número.
error-unfit-face = O rosto { $number } { $reason ->
        [child] parece de alguém com menos de 18 anos
        [too-small] é pequeno demais
       *[other] está virado demais
    }. Escolha outro ou outra imagem.
error-spoilt-template = Tentei suas fotos de várias maneiras e nenhuma fica bem nesta imagem: { $fault ->
        [eyes] os olhos não combinam
        [turned] a cabeça está mais virada do que nas suas fotos
        [blur] o rosto não é tão nítido quanto o que o cerca
        [neck] o rosto e o pescoço têm tons diferentes
        [seam] a borda do rosto aparece
       *[other] o rosto não se parece com você
    }. Tente outra imagem ou deixe-me aprender seu rosto com mais fotos.
error-bad-garment = Esta roupa não pode ser experimentada. Envie outra imagem dela.
error-no-garment = Não encontro roupa nesta imagem. Envie uma que mostre a peça inteira e com clareza, de preferência vestida por uma pessoa.
error-no-such-garment = Não há peça { $number } nesta imagem; encontrei { $garments }. Escolha outro número.
error-garment-not-worn = Ninguém veste esta roupa, e o modelo base daqui só desenha rostos, portanto não um corpo. Envie uma imagem em que alguém a vista.
error-garment-too-small = Esta imagem é pequena demais: o lado menor tem { $pixels } pixels e preciso de { $needed }. Envie uma maior.
error-unfit-head = Quem veste isto { $reason ->
        [child] parece ter menos de 18 anos, e só substituo rostos de adultos
        [too-small] aparece pequeno demais para receber o seu rosto
        [turned-away] olha demais para o lado para receber o seu rosto
       *[other] não mostra o rosto, e o modelo base daqui só desenha rostos
    }. Envie uma imagem em que se veja o rosto.
error-scene-not-here = O modelo base daqui só desenha rostos, portanto não um fundo a partir de palavras. Escolha um dos fundos prontos.
background-keep = o da imagem
background-white = branco
background-grey = cinza
background-studio = estúdio
background-evening = entardecer
background-beach = praia
background-woods = bosque
background-city = cidade
background-bar = bar
part-face = rosto
part-hair = cabelo
part-skin = pele
part-body = corpo
part-background = fundo
button-private = Abrir nosso chat privado

# ---- Into a picture, and into clothes
help-inpaint = Pôr-me em uma imagem
help-tryon = Ver-me com as roupas de uma imagem
help-accept = Emprestar o meu rosto à imagem de alguém
param-template = Nome de uma imagem pronta
param-background = O que fica atrás de mim
param-scene = Um fundo em palavras, ou o nome de uma cena
menu-inpaint = Pôr-me aqui
menu-tryon = Vestir-me com isto
what-inspect-template = olhar uma imagem
what-template = desenhar você em uma imagem
title-template = Em uma imagem
title-tryon = Roupas experimentadas
somebody = alguém
picture-one-of-album = Eu pego uma imagem por vez: a primeira do seu álbum. As outras eu não guardei.
inpaint-prompt = **Em qual imagem devo pôr você?** Envie-a agora. Os rostos nela são apenas encontrados e substituídos, nunca comparados nem aprendidos, e a imagem é apagada cerca de uma hora depois do último desenho.
inpaint-found = { $count ->
        [one] Vejo um rosto, e ele passa a ser o seu.
       *[other] Vejo { $count } rostos. Só o rosto { $face } pode ser redesenhado, e ele passa a ser o seu.
    }
inpaint-place = Você ocupa o lugar que há nela.
inpaint-places = **{ $count } lugares. Quem vai onde?** Um lugar que ninguém ocupa sai: quem está se junta.
inpaint-who = **Vejo { $count } rostos. Quem vai onde?**
inpaint-plan = **Quem vai onde**
inpaint-alt = A imagem com um número em cada rosto
inpaint-unfit = { $count ->
        [one] O rosto desta imagem não pode ser redesenhado. Tente outra imagem.
       *[other] Nenhum dos { $count } rostos desta imagem pode ser redesenhado. Tente outra imagem.
    }
inpaint-nobody = Ninguém tem lugar ainda. Escolha um rosto para você, ou convide alguém.
inpaint-gone = Esta imagem já não está aqui: guardo por pouco tempo imagens com outras pessoas. Envie-a de novo.
inpaint-again-guest = Um rosto emprestado vale para um desenho. Para outro, convide de novo.
template-turned-away = virado demais
template-too-small = pequeno demais
template-child = parece ter menos de 18 anos, e só substituo rostos de adultos
template-covered = coberto: uma mão, uma máscara ou óculos escuros
seat-unfit = Rosto { $face }: { $reason }
seat-line = Rosto { $face }: { $state ->
        [own] você
        [open] quem usar o seu código
        [asked] { $name } recebeu o pedido
        [agreed] { $name } concorda
        [refused] { $name } disse não
        [empty] fica livre
       *[free] fica como está
    }
button-seat = Eu: { $face }
button-draw = Desenhar agora
button-invite = Convidar alguém
button-unseat = Deixar { $face } como está
button-face = Rosto { $face }
button-faces = Outros rostos
button-templates = Imagens prontas
templates-title = **Imagens prontas** · { $from }–{ $to } de { $total }
templates-caption = { $title } · { $faces ->
        [one] um rosto
       *[other] { $faces } rostos
    }
template-title-cover = Capa de revista
template-title-painting = Pintura antiga
template-title-stamp = Selo postal
template-title-print = Foto instantânea
template-title-helmet = Astronauta
template-title-poster = Cartaz de procurado
template-title-television = Televisor antigo
template-title-porthole = Submarino
template-title-duo = Lado a lado
template-title-hearts = Medalhão
template-title-call = Chamada de vídeo
template-title-film = Tira de filme
template-title-wall = Parede de fotos
template-title-team = Videochamada a quatro
template-title-booth = Cabine de fotos
template-title-banknote = Nota de dinheiro
template-title-premiere = Cartaz de filme
template-title-newspaper = Primeira página
template-title-record = Capa de disco
template-title-globe = Globo de neve
template-title-billboard = Outdoor
template-title-pop = Pop art
template-title-card = Carta de baralho
template-title-cinema = No cinema
template-title-band = Cartaz da banda
template-title-table = Ceia de festa
template-title-holiday = Cartão de festas
template-title-family = Retrato de família
template-unknown = Não há imagem pronta “{ $name }”. Escolha uma destas.
invite-which = Qual rosto é para o seu convidado?
invite-code =
    O código para o rosto { $face }: **{ $code }**
    Dê-o à pessoa que você quer ali. Ela me escreve `/accept { $code }`, vê a imagem e decide. Vale uma vez, por { $hours } horas, e ninguém é desenhado sem o próprio sim.
invite-agreed = **{ $name } concorda** em ser o rosto { $face }.
invite-refused = { $name } não quer ser o rosto { $face }.
invite-withdrawn = { $name } retirou a autorização para o rosto { $face }. Nada é desenhado com ele, e o que foi desenhado está apagado aqui.
accept-ask = **{ $host } gostaria de pôr você nesta imagem, como rosto { $face }.** O seu rosto é usado para este único desenho e para mais nada. { $host } recebe o desenho, mas nenhuma das suas fotos. Você pode retirar isso com /accept. Concorda?
accept-agreed = Obrigado. Com /accept você pode retirar isso quando quiser.
accept-refused = Entendido: o seu rosto não é usado.
accept-withdrawn = Retirado. Nada mais é criado com o seu rosto, e o que foi criado está apagado, nas conversas também.
accept-none = Você não emprestou o seu rosto a ninguém. Quem quiser você em uma imagem dá um código: `/accept CODE`.
accept-title = **Onde você emprestou o seu rosto**
accept-line = { $number }. { $host }: { $state ->
        [agreed] ainda não desenhado
       *[used] desenhado
    }
accept-unknown = Não conheço esse convite, ou ele é velho demais. Peça um código novo.
accept-own = Este código é seu. Dê-o à pessoa que você quer na imagem.
button-lend = Sim, use o meu rosto aqui
button-take-back = { $number ->
        [0] Retirar
       *[other] Retirar { $number }
    }
lent-only-here = Alguém emprestou o rosto só para esta imagem, então ele não pode ser usado para mais nada.
template-done = **Aí está você:**
template-alt = Imagem editada por IA com um rosto colocado
template-source-photo = Feita com os pixels da sua própria foto, na luz da imagem.
template-source-moved = Feita com os pixels da sua própria foto com outra expressão, na luz da imagem.
template-source-base = Desenhada pelo rosto aprendido.
template-spoilt = { $count ->
    [one] Mais uma saiu mal e não a mostro.
   *[other] Mais { $count } saíram mal e não as mostro.
}
template-each = rosto { $face } { $percent } % parecido
template-unlike = Nenhuma é parecida o bastante para dizer que é a mesma pessoa. Mais selfies ou outra imagem podem ajudar.
template-guest = Um convidado emprestou o rosto só a este desenho e pode retirá-lo.
error-template-gone = A imagem foi apagada antes que eu pudesse desenhar. Envie-a de novo.
error-guest-left = Alguém que tinha emprestado o rosto a esta imagem já não o faz, por isso nada foi desenhado. Não custa nada a você. Escolha de novo quem vai onde.
tryon-prompt = **Quais roupas devo pôr em você?** Envie agora uma imagem delas, de preferência vestidas por uma só pessoa com o rosto visível. Ela é apagada cerca de uma hora depois do último desenho.
tryon-found = { $count ->
        [one] **Encontrei uma peça de roupa.** O que está marcado com ✓ fica exatamente como na imagem.
       *[other] **Encontrei { $count } peças de roupa.** O que está marcado com ✓ fica exatamente como na imagem.
    }
tryon-garment = { $number }. { $kind ->
        [top] parte de cima
        [coat] casaco ou jaqueta
        [trousers] calças
        [skirt] saia
        [uniform] macacão
        [bottom] calça ou saia
        [dress] vestido
       *[whole] tudo
    }
tryon-redrawn = Desenhado de novo: { $parts }.
tryon-stays = Fica como na imagem: { $parts }.
tryon-found-alt = A imagem com um número e uma cor em cada peça de roupa
tryon-squares = Quais quadrados? Escreva-os, como `B3` ou `B3 C4`; o último é { $last }.
tryon-no-square = Não há quadrado { $name }; o último é { $last }.
tryon-still-looking = Um momento, os quadrados ainda não estão prontos. Escreva-os de novo logo depois.
tryon-nothing-kept = Uma peça tem de ficar, senão não há nada para experimentar.
tryon-backdrop = Qual fundo?
tryon-background-unknown = Conheço estes fundos: { $known }.
tryon-done = **Experimentado:**
tryon-alt = Imagem gerada por IA de roupas experimentadas
button-wear = Desenhe-me com isto
button-backdrop = Outro fundo
button-more-garment = Falta algo
button-less-garment = É demais
button-clothes = Voltar às roupas
quota-template = Desenhos em imagens: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-tryon = Provas de roupa: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
mydata-agreements = Vezes que você emprestou o rosto: { $count }
forget-agreements = { $count ->
        [one] uma autorização para emprestar o seu rosto
       *[other] { $count } autorizações para emprestar o seu rosto
    }

# ---- One's own photo as the canvas
portrait-label-edited = Editado por IA · tarefa { $number } · semente { $seed }
portrait-alt-edited = Foto editada por IA no estilo { $style }
portrait-enlarged = Sua foto mostra o rosto com poucos pixels; ele foi ampliado e por isso parece mais suave.
portrait-tighter = Suas fotos mostram menos de você do que foi pedido; por isso o enquadramento é mais fechado. Uma foto tirada de mais longe ajudaria.
source-photo = sua foto sob uma nova luz
source-redrawn = sua foto, com o rosto redesenhado pelo seu rosto aprendido
source-moved = sua foto sob uma nova luz, com outra expressão
portrait-mien-weak = Em algumas imagens a expressão é mais fraca do que o pedido: mais teria custado semelhança.
source-base = desenhado pelo seu rosto aprendido
expression-as-is = como sou
expression-smile = sorriso
expression-serious = sério
expression-surprised = surpreso
stage-composing = colocando sua foto na cena, { $done } de { $total }
error-unknown-scene = Não há nenhuma cena “{ $name }”. Tente { $closest }.
argument-choice = { $name } pode ser: { $choices }.
param-expression = O que o rosto mostra
param-framing = Quanto de você aparece
param-shape = Forma da imagem, largura por altura
param-draw = canvas: sua foto no estilo; base: desenhado pelo rosto aprendido

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } não faz nada com o modelo usado aqui. Deixe de fora.
param-size = Pixels do lado maior
param-refine = face: o rosto é desenhado de novo com mais detalhe; hires: a imagem toda, maior
param-preset = Com que cuidado o seu rosto é aprendido: quick, good ou best
settings-shape = Forma: { $value }
settings-size = Lado maior: { $value }
settings-refine = Detalhe: { $value }
settings-preset = Aprender um rosto: { $value }
button-shape = Forma
button-size = Tamanho
button-refine = Detalhe
button-preset = Aprendizado
size-usual = como o estilo prevê
size-pixels = { $pixels } pixels
refine-none = como foi desenhado
refine-face = rosto desenhado de novo
refine-hires = tudo desenhado de novo, maior
preset-quick = rápido
preset-good = bem
preset-best = o melhor possível
button-done-quick = Pronto, aprender rápido
button-done-best = Pronto, aprender o melhor possível
button-finer-face = Rosto mais nítido

help-verify = Esta imagem foi feita aqui?
what-verify = procurar a minha marca
verify-prompt = Envie-me a imagem ou o clipe com /verify como legenda, ou responda a um deles com /verify. Um recorte ou uma captura de tela também serve.
verify-yours = Feito aqui: a sua tarefa { $number }, { $what }.
verify-job = Feito aqui: tarefa { $number }, { $what }. É de outra pessoa; você vê isto por ser administrador.
verify-here = Isto foi feito aqui. Por quem, ninguém fica sabendo.
verify-alike = Isto tem a marca de um bot como eu, mas de nenhuma tarefa que eu conheça: foi apagada ou é muito antiga, resta muito pouco da marca, ou foi outro bot que o fez.
verify-nothing = Não encontro nenhuma marca minha. Isso não prova nada: alterações fortes e recortes pequenos tiram-na.
verify-says = O próprio arquivo diz que a IA o fez ou editou. Qualquer pessoa pode escrever isso em um arquivo.
stage-verifying = procurando a marca
# ---- A face that is blocked, and what was refused
help-block = Proibir meu rosto a este bot
help-strikes = A quem algo foi negado pelo conteúdo
help-pardon = Esquecer o que foi negado a uma pessoa
help-blocked = Os rostos bloqueados aqui
help-unblock = Tirar um rosto da lista de bloqueio
param-number = Número de um rosto bloqueado
button-block = Sim, bloquear meu rosto
button-unblock = Permitir meu rosto de novo
block-ask = **Proibir seu rosto a este bot?** Seu rosto aprendido é apagado com suas fotos. Se outra pessoa o ensinou a mim, nada mais é desenhado com ele. A partir daí recuso toda foto, imagem ou cena em que eu veja seu rosto, não importa quem envie. Para isso guardo 128 números do seu rosto, cifrados e sem seu nome; eles ficam de propósito mesmo depois de /forget. /block undo desfaz isso, desta conta nesta plataforma, também mais tarde.
block-done = **Seu rosto está bloqueado aqui.** Não o aprendo de ninguém e recuso imagens em que o reconheço. Posso errar, mais com fotos de lado ou de má qualidade. /block undo desfaz isso.
block-is = Seu rosto está bloqueado aqui. /block me o substitui pelo que suas fotos mais novas mostram.
block-none = Você não bloqueou nenhum rosto aqui. Se foi de outra conta, quem administra o bot pode desfazer.
block-undone = Seu rosto pode ser usado de novo. Envie selfies com /selfies para recomeçar.
block-nobody-known = Ainda não conheço seu rosto. Envie primeiro uma selfie; quando for aceita, use /block me outra vez.
forget-block = Seu bloqueio fica, como você quis: 128 números cifrados sem seu nome. /block undo desfaz isso.
photo-blocked = Esta pessoa proibiu seu rosto a este bot. Se é você, /block undo desfaz isso.
error-blocked-face = Alguém nesta imagem proibiu seu rosto a este bot, por isso não a uso. Envie outra.
blocked-none = Ninguém bloqueou o rosto aqui.
blocked-title = **Rostos bloqueados: { $count }** (número e dia; de quem são não se vê). /unblock e um número tira um.
blocked-unknown = Não há rosto bloqueado com o número { $number }; /blocked mostra todos.
blocked-removed = O rosto bloqueado { $number } saiu da lista.
strikes-pause = Foi vezes demais: por { $hours } horas não desenho nada para você.
strikes-paused = Por enquanto não desenho nada para você, porque pediu vezes demais o que não posso desenhar. Tente em { $hours } h; o que você tem fica.
strikes-nobody = Hoje nada foi negado a ninguém pelo conteúdo.
strikes-title = **Negado pelo conteúdo, em um dia**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: em pausa até { $until } UTC
strikes-no-strikes = Nada está contado contra { $person }.
strikes-pardoned = O que estava contado contra { $person } foi esquecido.
