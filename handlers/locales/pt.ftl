### Português

# ---- Pieces
list-or = { $rest } ou { $last }
list-between = { $one }, { $two }
list-sentences = { $one } { $two }
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
start-new = **Olá!** Sou um bot que aprende o seu rosto com algumas selfies e faz retratos seus em qualquer estilo.
start-collecting = **Que bom ver você de novo!** Tenho { $accepted ->
        [0] nenhuma selfie sua aproveitável por enquanto
        [one] uma selfie sua aproveitável
       *[other] { $accepted } selfies suas aproveitáveis
    }. Envie mais ou toque em Pronto.
start-ready = **Que bom ver você de novo!** Conheço o seu rosto. Experimente /portrait { $style } ou escolha um estilo abaixo.
start-training = **Que bom ver você de novo!** Ainda estou aprendendo o seu rosto; /queue mostra em que ponto estou.
start-group = **Olá!** Rosto é assunto particular: escreva para mim em uma conversa privada, e lá eu faço o seu retrato.
help-title = **O que eu sei fazer**
help-hint = Envie selfies, toque em Pronto e peça um retrato. É só isso.
help-start = Começar, ou ver onde você parou
help-help = Mostrar o que eu sei fazer
help-selfies = Enviar ou acrescentar selfies
help-alive = Mostrar que sou eu nas fotos
help-train = Aprender o meu rosto com as selfies
help-portrait = Fazer um retrato meu em um estilo
help-styles = Ver os estilos
help-gallery = As minhas imagens prontas
help-show = Mostrar de novo uma tarefa pronta
help-again = Refazer o último retrato
help-queue = As minhas tarefas em espera e em andamento
help-cancel = Cancelar uma tarefa
help-me = O que foi reconhecido sobre mim
help-mydata = O que está guardado sobre mim
help-export = Baixar tudo o que está guardado sobre mim
help-forget = Apagar tudo sobre mim
help-receipt = Verificar o recibo de uma exclusão
help-language = Escolher o meu idioma
help-privacy = Como as minhas fotos são tratadas
help-settings = As minhas preferências
help-quota = O que ainda posso usar hoje
help-whoami = Mostrar meu identificador aqui
help-report = Denunciar uma imagem ou um problema
help-paysupport = A quem perguntar sobre um pagamento
help-terms = O que se vende aqui e quando é devolvido
help-stats = Estatísticas deste bot
help-ban = Banir uma pessoa
help-allow = Readmitir uma pessoa
help-pause = Não aceitar novas tarefas
help-resume = Voltar a aceitar tarefas
help-audit = As últimas linhas do registro de auditoria
param-style = Nome de um estilo
param-count = Quantas imagens, de 1 a 10
param-limit = Imagens por dia, de 0 a 1000
param-seed = Semente: mesmo número, mesma imagem
param-face = Peso do seu rosto, de 0.5 a 1.3
param-strength = Peso do estilo, de 0 a 1
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
consent-refused = Tudo bem. Não guardei nenhuma das suas fotos. Se mudar de ideia, envie /start.
consent-withdraw = **Apago tudo?** Ainda guardo fotos suas ou coisas feitas a partir delas. Sem o seu consentimento, preciso apagá-las, junto com o rosto aprendido e todas as suas imagens, tarefas e preferências. Isso não pode ser desfeito. Até você tocar em Sim, tudo fica como está.
consent-changed = O texto mudou desde que você concordou, por isso pergunto de novo.

# ---- Selfies
selfies-ask = **Envie-me selfies**, uma a uma ou em álbum. Com cinco ou mais a semelhança fica muito melhor: luzes e ângulos diferentes, só você, rosto bem visível, sem óculos escuros.
selfies-ask-more = **Envie-me mais selfies** e eu aprendo o seu rosto de novo junto com { $accepted ->
        [one] a que
       *[other] as { $accepted } que
    } já tenho. Enquanto isso, você pode continuar fazendo retratos.
selfies-status = **Selfies: { $accepted ->
        [0] nenhuma aproveitável ainda
        [one] 1 aproveitável
       *[other] { $accepted } aproveitáveis
    }**
selfies-looking = { $waiting ->
        [one] Analisando uma foto …
       *[other] Analisando { $waiting } fotos …
    }
selfies-line-good = { $number }. ✓ boa
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … analisando
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
selfies-full = Já analisei { $most } fotos, o máximo para uma pessoa. Toque em Pronto para continuar, ou /forget para começar de novo.
selfies-understood = Vejo { $looks }. Não é isso? Corrija com os botões.
selfies-two-people = As fotos mostram duas pessoas, cada uma o mesmo número de vezes. Qual delas é você?
button-this-is-me = A foto { $number } sou eu
selfies-under-age = Em fotos demais parece haver alguém com menos de 18 anos, e eu só faço retratos de adultos, por isso não posso aprender este rosto. Se você é maior de idade, envie fotos mais recentes.
alive-ask = **Mostre que é você.** Em { $minutes } minutos envie um vídeo do seu rosto (pode ser mensagem de vídeo), ou uma foto para cada passo, nesta ordem:
alive-side = Vire a cabeça para um lado
alive-up = Levante o rosto
alive-mouth = Abra bem a boca
alive-eyes = Feche os dois olhos por um momento
alive-next = Bom. Agora o próximo passo; depois faltam: { $left }.
alive-late = Demorou demais. Peça novos passos.
alive-enough = Você já teve { $most } tentativas hoje. Amanhã pode tentar de novo, com outros passos.
alive-needed = Antes de aprender este rosto, preciso ver que é seu: faça alguns movimentos, em vídeo ou em fotos.
alive-done = Obrigado, é você. O que você enviou foi apagado.
alive-no-unreadable = Não consigo ler isto. Envie um vídeo ou fotos do seu rosto.
alive-no-face = O seu rosto não aparece o tempo todo. Tente de novo com boa luz.
alive-no-person = Não parece a pessoa das suas fotos.
alive-no-code = Não foram os passos que pedi, ou não nessa ordem. Faça cada um com clareza e olhe para a frente entre eles.
button-alive = Mostrar que sou eu
selfies-training = Estou aprendendo o seu rosto agora mesmo. Envie mais fotos quando eu terminar, ou cancele com /cancel.
selfies-not-looked = Não consegui analisar esta foto. Envie-a de novo, por favor.
selfies-not-set-up = Ainda não consigo analisar fotos, porque este bot não está totalmente configurado. Quem cuida dele já foi avisado; tente mais tarde.
button-done = Pronto, aprenda o meu rosto
button-correct = Corrigir estes dados
looks-man-young = um homem jovem
looks-man-adult = um homem
looks-man-mature = um homem de 40 anos ou mais
looks-woman-young = uma mulher jovem
looks-woman-adult = uma mulher
looks-woman-mature = uma mulher de 40 anos ou mais
looks-age = cerca de { $age } anos
looks-full = **{ $who }**, { $age }
me-none = Ainda não sei nada sobre o seu rosto. Envie-me uma selfie para começar.
me-looks = Vejo { $looks }.
me-corrected = Obrigado, a partir de agora vejo **{ $who }**.
me-retrain = Toque em Pronto para eu aprender o seu rosto de novo com esta mudança.
me-photos = { $accepted ->
        [0] Nenhuma foto aproveitável ainda.
        [one] Com base em uma foto.
       *[other] Com base em { $accepted } fotos.
    }
button-man = Homem
button-woman = Mulher
button-young = Mais jovem
button-adult = Idade adulta
button-mature = 40 ou mais

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Isto não é uma imagem. Envie uma foto em JPEG, PNG, WebP ou HEIC.
photo-unknown-format = Não consigo ler esse tipo de imagem. Envie em JPEG, PNG, WebP ou HEIC.
photo-broken = Esta imagem chegou danificada. Envie-a de novo, de preferência como arquivo.
photo-too-many-pixels = Esta imagem tem pixels demais para mim. Envie uma foto comum de celular.
photo-too-large = Este arquivo é maior do que posso aceitar. Envie-o como foto em vez de arquivo.
photo-sticker = Numa figurinha não vejo você. Envie uma foto do seu rosto.
photo-animated = Isto é uma animação. Envie uma foto comum.
photo-no-face = Não vejo nenhum rosto aqui. Olhe para a câmera com boa luz, sem nada na frente.
photo-several-faces = Vejo mais de uma pessoa. Envie uma foto só com você, ou recorte-a.
photo-face-too-small = O seu rosto está pequeno demais aqui. Chegue mais perto ou recorte a foto.
photo-blurred = Esta foto está tremida. Segure firme, limpe a lente e tente de novo.
photo-bad-light = Há pouca luz ou ela é dura demais. Tente de frente para uma janela.
photo-turned-away = O seu rosto está virado demais. Olhe mais para a câmera.
photo-eyes-closed = Os seus olhos estão fechados aqui. Tente de novo com os olhos abertos.
photo-covered = Algo cobre o seu rosto. Tire óculos escuros, máscara ou mão e tente de novo.
photo-drawn = Isto parece um desenho ou uma imagem de computador. Preciso de uma foto sua, tirada com uma câmera.
photo-rephotographed = Isto parece uma foto de uma tela ou de uma impressão. Envie a foto original, ou tire uma nova.
photo-forwarded = Esta foto foi encaminhada. Só aprendo um rosto com fotos que você envia: se for você, salve-a e envie de novo.
photo-duplicate = Já tenho esta foto ou uma quase igual. Envie outra.
photo-other-person = Parece outra pessoa, diferente das suas outras fotos. Envie fotos apenas da mesma pessoa.
photo-under-age = Esta pessoa parece ter menos de 18 anos, e eu só faço retratos de adultos. Posso me enganar: se for você, envie uma ou duas fotos mais recentes, que serão avaliadas juntas, ou escreva /report a quem cuida deste bot.
photo-nudity = Não aceito nudez. Envie uma foto com roupa, de preferência cabeça e ombros.

# ---- Training
train-no-photos = Primeiro preciso de pelo menos uma selfie aproveitável. Envie-me uma foto do seu rosto.
train-still-looking = Um momento, ainda estou analisando { $waiting ->
        [one] uma foto
       *[other] { $waiting } fotos
    }. Toque em Pronto de novo logo depois.
train-already = Já estou aprendendo o seu rosto. /queue mostra em que ponto estou.
train-nothing-new = Já conheço o seu rosto por estas fotos. Envie mais selfies para melhorar, ou peça um retrato.
train-queued = Obrigado! Vou aprender o seu rosto com { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }.
train-done = **Agora conheço o seu rosto.** Pronto em { $minutes ->
        [0] menos de um minuto
        [one] cerca de um minuto
       *[other] cerca de { $minutes } minutos
    }, com { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }. Que retrato faço primeiro?
train-understood = Vejo **{ $who }**; você pode corrigir com /me.
instant-ready = **Já posso fazer retratos seus**, só a partir das suas fotos. Eles ficarão mais parecidos quando eu tiver aprendido o seu rosto.
button-again-train = Tentar de novo
button-relearn = Aprender meu rosto de novo

# ---- Portraits
portrait-before-training = Ainda não conheço o seu rosto. Envie-me primeiro algumas selfies e depois toque em Pronto.
portrait-not-trained = Tenho { $accepted ->
        [one] uma selfie aproveitável
       *[other] { $accepted } selfies aproveitáveis
    }, mas ainda não aprendi o seu rosto com isso. Toque em Pronto e peça de novo.
portrait-training = Ainda estou aprendendo o seu rosto. Peça de novo quando eu disser que terminei; /queue mostra em que ponto estou.
portrait-scene-picture = Coloquei sua imagem atrás de você. Se for uma selfie para aprender seu rosto, envie de novo sem texto.
portrait-which = Qual estilo?
portrait-style-elsewhere = O estilo “{ $name }” precisa de um modelo maior que o deste bot. Aqui você pode usar, por exemplo, { $closest }; /styles mostra todos.
portrait-unknown-style = Não há nenhum estilo “{ $name }”. Você quis dizer { $closest }?
portrait-unknown-style-none = Não há nenhum estilo “{ $name }”. /styles mostra todos.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % de semelhança
portrait-unlike = { $percent } % de semelhança (não é suficiente)
portrait-from-photos = Feito só a partir de fotos; ficará mais parecido quando eu tiver aprendido o seu rosto.
portrait-before = Só com as suas fotos foram { $percent } % de semelhança.
portrait-outdated = O seu rosto foi aprendido com uma versão anterior do modelo; deixe-me aprendê-lo de novo e a semelhança vai melhorar.
portrait-best-unlike = Nenhuma é parecida o bastante com você. Tente “Mais parecido comigo” ou acrescente selfies.
portrait-unclean = Não consegui recortar você com total precisão nestas fotos. Uma foto diante de uma parede lisa dá imagens melhores.
portrait-withheld = { $count ->
        [one] Uma imagem não é mostrada porque continha nudez.
       *[other] { $count } imagens não são mostradas porque continham nudez.
    }
more-seeds = Semente: { $seeds }
portrait-label = Gerado por IA · tarefa { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = Retrato gerado por IA no estilo { $style }
portrait-few-photos = Conheço o seu rosto por apenas { $photos ->
        [one] uma foto
       *[other] { $photos } fotos
    }; com { $recommended } ou mais a semelhança ficará claramente melhor. Acrescente com /selfies.
button-again = De novo
button-like = Parecidas com a melhor
button-restyle = Outro estilo
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
stickers-act = Posso fazer figurinhas dos seus favoritos ou apagar as que você tem.
stickers-done = Figurinhas feitas: { $count }. Geradas por IA.
stickers-skipped = Deixadas de fora, porque ninguém foi encontrado nelas: { $count }.
stickers-nobody = Não encontrei ninguém nestas imagens, então não há o que recortar. Marque um retrato como favorito e tente /stickers de novo.
stickers-title = Meus retratos
stickers-delete-ask = Apagar suas figurinhas? Onde já estão instaladas, elas também somem.
stickers-deleted = Suas figurinhas foram apagadas.
button-stickers-delete = Apagar as figurinhas
apart-text = Tarefa { $number }: as imagens uma a uma.
apart-unsure = Fui interrompido ao enviar estas imagens. Se faltar alguma, toque no botão mais uma vez.
result-too-large = Este arquivo tem { $megabytes } MB; aqui não dá para enviar mais de { $most } MB. Peça-o a quem cuida deste bot.
button-styles = Estilos
button-portrait = Retrato: { $style }
button-selfies = Acrescentar selfies
at-limit-face = O seu rosto já tem todo o peso possível. Acrescentar selfies ajuda mais: /selfies.
at-limit-style = O estilo já tem todo o peso possível. Tente outro: /styles.

# ---- Styles
styles-title = **Estilos** · { $from }–{ $to } de { $total }
styles-found = **Estilos** com “{ $search }” · { $from }–{ $to } de { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = Outros { $count } precisam de um modelo maior que o deste bot.
styles-alt = Prévia do estilo { $title }, gerada por IA
styles-none = Nenhum estilo combina com “{ $search }”. Aqui estão todos.
styles-nothing = Este bot não tem estilos instalados. Avise quem cuida dele, por favor.

# ---- Jobs: queue, progress, cancel
queue-empty = Você não tem nada em espera nem em andamento. Peça um retrato com /portrait.
queue-title = **As suas tarefas**
queue-line = { $number }. { $what }: { $state }
what-enrol = aprendendo o seu rosto
what-instant = conhecendo você pelas fotos
what-portrait = retratos, { $style }
what-inspect = analisando uma foto
what-alive = conferindo se é você
what-other = uma tarefa
what-stickers = figurinhas
what-inspect-garment = analisando roupas
what-tryon = experimentando roupas
state-queued = { $position ->
        [1] a próxima da fila
       *[other] em espera, lugar { $position }
    }
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
stage-training = passo { $done } de { $total }
stage-aside = pausa no passo { $done } de { $total } enquanto uma imagem é feita
stage-drawing = fazendo a imagem, passo { $done } de { $total }
stage-cutting = recortando, { $done } de { $total }
stage-trying = testando pesos de rosto e estilo
stage-finishing = acabamento, { $done } de { $total }
stage-other = trabalhando, { $done } de { $total }
cancel-none = Você não tem nada em espera nem em andamento.
cancel-which = Qual devo cancelar?
cancel-unknown = Você não tem nenhuma tarefa { $number }. /queue mostra as suas tarefas.
cancel-finished = A tarefa { $number } já terminou. /show { $number } mostra de novo.
cancel-done = A tarefa { $number } foi cancelada. Não conta no seu limite.
cancel-by-operator = Quem cuida deste bot parou a tarefa { $number }. Não conta no seu limite.
cancel-asked = Cancelando a tarefa { $number } …

# ---- Talking portraits
help-talk = Fazer um retrato meu falar
param-text = O que ele deve dizer
param-voice = Nome de uma voz, por exemplo pt-anna
param-motion = Movimento da cabeça, de 1 a 46
talk-prompt = O que ele deve dizer? Escreva, ou envie uma mensagem de voz, áudio ou vídeo de até { $seconds } segundos. Uso uma voz do seu idioma se você não escolher outra.
talk-which = Qual retrato deve falar?
talk-portrait = Tarefa { $number }, imagem { $rank } · { $style }
talk-no-portrait = Você ainda não tem um retrato que possa falar. Faça um primeiro e envie a mensagem de voz de novo.
talk-portrait-gone = Esse retrato não está mais aqui. Faça um novo com /portrait.
talk-not-heard = Não consegui baixar essa gravação. Envie de novo, por favor.
talk-file-too-large = Esse arquivo é grande demais para mim. Envie uma gravação mais curta, ou só o som.
talk-text-too-long = É longo demais para um clipe: { $characters } caracteres, e cabem { $most }. Encurte, ou faça dois clipes.
talk-done = **O seu retrato falante**, { $seconds ->
    [1] um segundo
   *[other] { $seconds } segundos
}.
talk-voice = Voz: { $voice }
talk-label = Gerado por IA · tarefa { $number }
talk-gif = O começo como GIF. Gerado por IA.
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
voice-gone = A voz “{ $name }” não está mais disponível. O menu de vozes mostra as outras.
voice-none = Nenhuma voz está configurada neste bot.
voice-soon = { $voice } já vai falar …
voice-heard = É assim que ela soa. Gerado por IA.
voice-sample = Olá! É assim que o seu retrato fala com os seus amigos.
motion-which = Como a cabeça deve se mover? A escolha vale para os próximos clipes.
motion-still = Parada
motion-style = Movimento { $number }
motion-chosen = De agora em diante: { $motion }.
what-talk = um retrato que fala
what-speak = uma amostra de voz
stage-looking = analisando o retrato
stage-speaking = preparando a voz
stage-animating = animando o rosto, quadro { $done } de { $total }
stage-enhancing = preparando a imagem mais nítida
sound-broken = Não consigo ler esta gravação. Envie como mensagem de voz, MP3, WAV ou MP4.
sound-no-audio = Não há som neste arquivo. Envie uma mensagem de voz, ou um vídeo com som.
sound-too-long = Isto dura { $seconds } segundos, e um clipe pode ter no máximo { $most }. Envie uma gravação mais curta.
sound-too-short = É curto demais. Diga pelo menos uma palavra.
sound-silent = Não ouço nada nesta gravação. Verifique o microfone e fale de novo.
sound-no-speech = Não ouço ninguém falando, talvez só música ou ruído. Envie uma gravação em que alguém fale.
text-empty = Não há nada neste texto para ler em voz alta. Escreva algumas palavras.
text-too-long = Este texto é longo demais para um clipe. Cabem no máximo { $most } caracteres.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Não há nenhuma voz “{ $name }”. Tente uma destas: { $closest }.
error-voice-unreachable = A voz online não responde. Escolha uma voz que funcione sem internet, ou tente mais tarde.

# ---- Gallery
gallery-empty = Você ainda não tem imagens. Faça a primeira com /portrait.
gallery-title = **Os seus retratos** · { $from }–{ $to } de { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] uma imagem
       *[other] { $count } imagens
    }, a melhor { $percent } % de semelhança
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] uma imagem
       *[other] { $count } imagens
    }
gallery-show = Mostrar { $number }
show-unknown = Você não tem nenhuma tarefa { $number }. /gallery mostra as suas imagens.
show-unfinished = A tarefa { $number } não tem imagens para mostrar. /queue mostra o que ainda está em andamento.
show-gone = As imagens da tarefa { $number } já não estão guardadas. “De novo” faz outras.
again-none = Ainda não há nada para refazer. Faça a primeira imagem com /portrait.
delete-ask = Apagar de vez as imagens da tarefa { $number }?
delete-ask-more = O que foi feito a partir delas, como um retrato falante, também é apagado.
delete-done-more = O que foi feito a partir delas também foi apagado.
delete-done = As imagens da tarefa { $number } foram apagadas.
button-delete-yes = Sim, apagar
button-no = Não
files-text = { $style } · semente { $seed }

# ---- Settings and language
settings-title = **As suas preferências**
settings-pictures = Imagens por vez: { $count }
settings-style = Estilo padrão: { $style }
settings-style-ask = perguntar
settings-language = Idioma: { $language }
settings-saved = Salvo.
settings-unknown = Não há preferência “{ $name }”. Você pode ajustar { $known }.
settings-style-none = qualquer um
button-pictures = { $count }
button-language = Idioma
language-ask = Em que idioma devo falar?
language-set = A partir de agora eu falo português.
language-unknown = Ainda não falo “{ $name }”. Falo { $known }.
language-name = Português

# ---- Quota
quota-text = Nas últimas 24 horas você usou { $used } de { $total } minutos de cálculo. Um retrato leva cerca de { $portrait } segundos, aprender um rosto leva cerca de { $training ->
        [one] um minuto
       *[other] { $training } minutos
    }.
quota-jobs = Em espera ou em andamento: { $queued } de { $most } tarefas.
quota-spent = Você usou o tempo de cálculo de hoje. Tente de novo em { $hours ->
        [one] uma hora
       *[other] { $hours } horas
    }; /quota mostra como está.
quota-queue = Você já tem { $most } tarefas em espera. Deixe uma terminar ou pare uma com /cancel.
button-stars = Fazer agora por { $stars } ⭐
stars-title = Retratos: { $count }
stars-text = Feito agora, mesmo com o tempo de computação de hoje esgotado. Se não der para fazer, suas estrelas voltam.
stars-gone = Esta oferta não vale mais. Peça o retrato de novo.
stars-back = Suas { $stars } ⭐ estão voltando para você: o que você pagou não foi feito.
stars-support = Perguntas sobre um pagamento? Escreva com /report: quem cuida deste bot lê. O que foi pago e não foi feito é devolvido automaticamente.
stars-terms = **O que se vende aqui.** Um retrato além do tempo de computação gratuito do dia custa { $stars } ⭐ por imagem. É feito na hora, com as mesmas regras dos outros. Se não puder ser feito, for interrompido ou retido, suas estrelas voltam automaticamente. Para todo o resto há /paysupport.
paused = Estou fazendo uma breve pausa para manutenção e não aceito novas tarefas. Tente mais tarde; nada seu se perdeu.

# ---- Privacy
privacy-text = **As suas fotos, o seu rosto, as suas regras.** As fotos, o modelo do seu rosto e as suas imagens são cifrados com uma chave própria, só para você. A localização e outros dados ocultos são retirados de cada foto. Ninguém mais pode usar o seu rosto, e as suas fotos só treinam o seu próprio modelo. Fora a plataforma de conversa que você usa, só quem cuida deste bot tem as suas fotos. Cada imagem é marcada como gerada por IA. Eu só faço retratos de adultos e não mostro nudez. Em uma imagem em que você quer entrar, os rostos de outras pessoas são apenas encontrados e substituídos. São comparados só com rostos que os próprios donos bloquearam aqui, e nunca aprendidos ou guardados; essa imagem é apagada cerca de uma hora depois do último uso. Outra pessoa só entra em uma imagem se antes ela mesma disser sim, e só naquela. /mydata mostra o que está guardado, /export envia tudo a você, /forget apaga destruindo a sua chave.
mydata-title = **O que está guardado sobre você**
mydata-consent = Consentimento: versão { $version }, dado em { $date }.
mydata-no-consent = Consentimento: não dado.
mydata-faces = Rostos aprendidos: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Imagens feitas: { $count }
mydata-files = Arquivos: { $count }, ao todo { $megabytes } MB
mydata-jobs = Tarefas: { $count }
mydata-language = Idioma: { $language }
mydata-next = /export envia tudo a você, /forget apaga.
export-ready = Tudo o que está guardado sobre você, em um arquivo só. Cuide bem dele: contém as suas fotos.
export-parts = Tudo o que está guardado sobre você, em { $count } arquivos compactados, porque não cabe em um só. Cada um abre sozinho; `about.json` está no primeiro. Se um nome termina em .001, as outras partes desse arquivo estão nos seguintes: junte-as em ordem. Guarde-os bem: eles contêm as suas fotos.
export-part = Arquivo { $number } de { $count }.
export-impossible = Este bot está configurado sem exportação. Fale com quem cuida dele.
forget-ask = **Apagar tudo?** As suas fotos, o rosto aprendido, todas as imagens, tarefas e preferências. Isso não pode ser desfeito.
button-forget = Sim, apagar tudo
forget-done = **Tudo foi apagado.** Apagados: { $parts }. A sua chave foi destruída, nenhuma cópia pode mais ser aberta. As imagens que enviei também saíram da nossa conversa. Até logo! /start começa de novo.
forget-yours = O que você me enviou fica nesta conversa até que você apague.
forget-receipt = Se um dia quiser conferir, guarde este recibo: **{ $code }**. Com /receipt e este código você sabe se a conta continua apagada; ele não identifica ninguém.
receipt-erased = A conta deste recibo foi apagada em { $date } e nada dela está guardado aqui.
receipt-unknown = Não conheço nenhum recibo com este código. Confira as letras.
forget-day = O que você usou dos seus limites diários conta até amanhã, sob um código sem seu nome.
pictures-gone = Estas imagens foram apagadas.
message-gone = Esta mensagem foi apagada: alguém que ela citava já não está aqui.
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
forget-kept = Nada foi alterado.
report-ask = O que está errado? É só escrever. Quem cuida deste bot vai ler e ver a imagem.
report-thanks = Obrigado. Sua denúncia chegou a quem cuida deste bot.
report-where = Para denunciar uma imagem deste grupo, responda a ela com /report. O resto se denuncia em uma conversa privada comigo.
report-why = O que há de errado? Quem cuida deste bot verá a imagem e a sua resposta.
report-reason-not-me = Não sou eu
report-reason-offensive = É ofensiva
report-reason-minor = Mostra alguém com menos de 18 anos
report-reason-other = Outra coisa
report-undo = Retirar a denúncia
report-undone = Sua denúncia foi retirada.
report-settled = Esta denúncia já foi decidida.
report-gone = Esta denúncia não existe mais.
report-limit = Você já enviou { $most } denúncias hoje. Quem cuida deste bot as recebeu; amanhã você pode enviar mais.
report-taken-back = A denúncia { $number } foi retirada.
report-dismiss = Descartar
report-ban = Banir
report-dismissed = A denúncia { $number } foi descartada.

# ---- Admin
whoami = O seu identificador aqui é `{ $name }`. Quem cuida deste bot pode fazer de você administrador colocando-o em ADMIN_IDS.
whoami-admin = O seu identificador aqui é `{ $name }`, e você é administrador.
alert-model-missing = Uma tarefa falhou porque falta um modelo: { $component }. Baixe-o com `{ $how }`; as pessoas leem que o bot ainda não está configurado.
alert-model-damaged = Uma tarefa falhou porque um modelo está danificado: { $component }. Repare-o com `{ $how }`.
admin-stats = **Estatísticas**
admin-stats-people = Pessoas: { $people }
admin-stats-jobs = Tarefas: { $queued } em espera, { $running } em andamento, { $done } prontas, { $failed } com falha
admin-stats-paused = Novas tarefas: { $paused ->
        [yes] em pausa
       *[no] aceitas
    }
admin-unknown-person = Não conheço ninguém chamado “{ $person }”. Preciso do id, como `telegram:12345`; /whoami o mostra.
admin-not-yourself = Você não pode banir a si mesmo nem outro administrador.
admin-banned = { $person } foi banido. Tarefas canceladas: { $count }.
admin-allowed = { $person } pode usar o bot de novo.
admin-paused = Em pausa: nenhuma tarefa nova é aceita. /resume continua.
admin-resumed = Novas tarefas voltam a ser aceitas.
help-jobs = Ver o que está na fila e em andamento para todos, e parar
jobs-title = **Em espera e em andamento**
jobs-line = { $number }. { $kind }: { $state ->
        [running] em andamento
       *[queued] em espera
    }
jobs-stopped = A tarefa { $number } foi parada. A pessoa recebe um aviso.
jobs-stopped-of = Tarefas de { $person } paradas: { $count }.
jobs-none = Não há nada na fila nem em andamento.
jobs-unknown = Esta tarefa já terminou ou não existe.
button-stop-job = Parar
admin-audit-title = **Registro de auditoria, o mais novo primeiro**
admin-audit-empty = O registro de auditoria está vazio.

# ---- Answers to what does not fit
banned = Você não pode mais usar este bot. Se acha que é um engano, fale com quem cuida dele.
flood = Um pouco mais devagar, por favor. Tente de novo em { $seconds ->
        [one] um segundo
       *[other] { $seconds } segundos
    }.
private-only = Rosto é assunto particular. Escreva para mim em uma conversa privada e tente lá.
anonymous-admin = Você escreve em nome do grupo, então não posso saber de quem é o rosto. Desative por um momento "Permanecer anônimo" ou escreva para mim em uma conversa privada.
result-not-allowed = Nesta conversa posso escrever, mas não enviar imagens nem arquivos. Os administradores podem permitir; em uma conversa privada sempre posso enviar a você.
unknown-command = O comando /{ $name } não existe. Você quis dizer { $closest }?
unknown-command-none = O comando /{ $name } não existe. /help mostra o que eu sei fazer.
unknown-button = Este botão não funciona mais. Envie /start para continuar.
edited-instead = Você mudou sua mensagem, então faço o que ela diz agora.
said-most = Posso fazer no máximo { $most } imagens de cada vez.
said-caption-later = Primeiro uso esta foto como selfie. Quando eu conhecer seu rosto, diga “{ $style }” de novo.
said-new = Envie-me uma selfie para começar, ou /help para ver o que eu sei fazer.
said-collecting = Estou juntando as suas selfies. Envie fotos ou toque em Pronto.
said-ready = Não entendi. Diga um estilo com suas palavras, como “cyberpunk, sorrindo”, ou escolha um:
said-offer = Você quis dizer um destes?
said-thanks = De nada! Faço mais um?
said-unused = Não consegui usar estas palavras: { $words }.
argument-missing = Falta isto: { $name }. Acrescente depois do comando.
argument-not-a-number = { $name }: precisa ser um número, não “{ $value }”.
argument-out-of-range = { $name }: o valor deve ficar entre { $least } e { $most }.
argument-too-small = { $name } deve ser pelo menos { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Algo deu errado do meu lado. Não conta no seu limite; tente de novo, por favor.
error-bad-photo = Uma das fotos não pode ser usada. { $sentence }
error-not-enough-photos = Preciso de { $needed ->
        [one] pelo menos uma foto aproveitável
       *[other] pelo menos { $needed } fotos aproveitáveis
    } e tenho { $usable }. Envie-me mais selfies.
error-unknown-style = O estilo “{ $name }” não existe mais. /styles mostra todos.
error-style-not-here = O estilo “{ $name }” não funciona com o modelo atual deste bot. Escolha um em /styles; quem cuida do bot pode adicioná-lo com `{ $how }`.
error-bad-adapter = O arquivo deste estilo está danificado ou foi feito para outro modelo. Escolha outro estilo; quem cuida do bot encontra o motivo com `python -m bot styles`.
error-bad-base = O modelo base deste bot ({ $name }) não está bem descrito. Quem cuida dele encontra o motivo com `python -m bot doctor`.
error-other-base = Este bot agora usa outro modelo, e o seu rosto foi aprendido com o antigo. Envie /selfies e toque em Pronto para aprendê-lo de novo.
error-no-identity = Ainda não conheço o seu rosto. Envie-me primeiro selfies e depois toque em Pronto.
error-under-age = A pessoa nestas fotos parece ter menos de 18 anos, e eu só faço retratos de adultos. Se for você, envie fotos mais recentes.
error-child-in-picture = Talvez haja uma criança nesta imagem, por isso não coloco ninguém nela nem a faço falar. Use outra imagem.
error-portrait-covered = Algo cobre a boca nesta imagem, como uma máscara ou uma mão, por isso ela não pode falar. Use uma com o rosto descoberto.
error-unsafe-picture = As imagens não são mostradas porque continham nudez. Tente outro estilo ou toque em De novo.
error-content-refused = { $category ->
    [sexual] Não mostro nem digo nada sexual sobre pessoas reais. Diga com outras palavras ou peça outra coisa.
    [minors] Não coloco crianças nem adolescentes em imagens assim, nem transformo ninguém em criança. Peça outra coisa.
    [violence] Não mostro nem digo violência contra pessoas nem ameaças. Peça outra coisa.
    [figures] Não transformo ninguém em uma pessoa famosa, nem deixo ninguém dizer que é uma. Tire o nome.
    [hate] Não mostro nem digo ódio ou insultos contra pessoas. Diga com outras palavras.
    [documents] Não faço imagens para documentos falsos ou em nome de outra pessoa. Peça outra coisa.
   *[operator] Quem cuida deste bot não permite estas palavras. Diga com outras palavras.
}
error-unfit-portrait = Não consigo fazer esta imagem falar. Tente outro retrato.
error-portrait-without-face = Não vejo nenhum rosto nesta imagem, por isso ela não pode falar. Tente outro retrato.
error-portrait-face-too-small = O rosto nesta imagem é pequeno demais para falar. Tente uma em que ele seja maior, ou recorte a imagem.
error-portrait-turned-away = A cabeça nesta imagem está virada demais para o lado para falar. Tente um retrato que olhe mais para a câmera.
error-weight-missing = Este bot ainda não está totalmente configurado: falta um modelo ({ $component }). Quem cuida dele já sabe e pode baixá-lo com `{ $how }`.
error-weight-corrupt = Um modelo deste bot está danificado ({ $component }). Quem cuida dele pode repará-lo com `{ $how }`.
error-source-unreachable = Um modelo ({ $component }) não pôde ser baixado agora. Tente mais tarde, por favor.
error-out-of-memory = A máquina ficou sem memória. Tente menos imagens por vez, ou tente mais tarde.
error-base-too-large = O modelo base deste bot ({ $name }) não cabe nesta máquina: nem a placa de vídeo nem a memória são grandes o bastante. Quem cuida do bot pode escolher outro com ENGINE_BASE; `python -m bot doctor` diz mais.
error-needs-cuda = O modelo base deste bot ({ $name }) só funciona em uma placa de vídeo com CUDA ou ROCm, e esta máquina não tem nenhuma. Quem cuida do bot pode escolher outro com ENGINE_BASE.
error-device-lost = A placa de vídeo parou de responder três vezes seguidas. Não conta no seu limite; tente mais tarde.
error-not-a-number = O modelo deu números inválidos e nenhuma imagem. Não conta no seu limite. Tente outro estilo ou um peso menor; quem cuida do bot pode verificar os arquivos com `python -m bot weights verify`.
error-disk-full = O disco da máquina está cheio, por isso não consegui salvar o seu resultado. Nada se perdeu; tente mais tarde.
error-files-unreachable = O armazenamento das suas imagens não responde neste momento, por isso não consegui salvar isto. Nada se perdeu; tente mais tarde.
files-wait = Isto tem de esperar: o armazenamento que guarda as suas imagens não responde agora. Nada se perdeu, e continuo assim que ele responder.
files-too-many = É mais do que recebo de uma vez. Envie o resto daqui a dez minutos.
error-cancelled = Cancelado, como você pediu. Não conta no seu limite.
error-worker-died = Esta tarefa falhou várias vezes. Não conta no seu limite; tente de novo, por favor.
error-laid-aside = Este aprendizado foi deixado de lado por uma imagem e não continuou. Não conta no seu limite; tente de novo, por favor.

# ---- Forms
button-tune = Mudar e repetir …
menu-talk = Fazer falar
file-parts = Este arquivo é maior do que o Discord aceita, por isso vem em { $count } partes. Guarde-as numa pasta e abra { $name } com um programa como o 7-Zip: ele junta as outras.
form-selfies = Selfies
form-photos = Até dez selfies
form-photos-hint = Só você, rosto bem visível, luzes e ângulos diferentes.
form-agree = Concordo, sou eu e tenho 18 anos ou mais
form-agree-hint = Sem o seu consentimento, as fotos ficam fechadas.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = As minhas imagens favoritas
help-stickers = Fazer figurinhas dos meus favoritos
help-presets = As minhas predefinições salvas
help-link = Usar a mesma conta em outra plataforma
help-post = Mostrar uma imagem minha pronta neste grupo
help-reports = O que as pessoas denunciaram
help-setquota = Definir o tempo de cálculo diário de uma pessoa
help-adult = Confirmar que uma pessoa é adulta
help-setstyle = Desativar ou ativar um estilo
help-broadcast = Escrever a todos que querem novidades
help-limit = Imagens por dia que podem ser mostradas neste grupo
param-do = use, save ou delete: usar, salvar, apagar
param-act = make (fazer) ou delete (apagar)
param-name = Nome da predefinição
param-code = Código da outra plataforma, ou de convite
param-receipt = Código do recibo
param-picture = Qual imagem da tarefa
param-minutes = Minutos por dia; sem valor: o limite geral
param-state = on ou off: ativado ou desativado
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
presets-none = Você ainda não tem predefinições. Embaixo de um retrato, em “Mais …”, há um botão que salva os ajustes dele.
presets-title = **As suas predefinições**
presets-line = **{ $name }**: { $style } × { $count }
button-keep-preset = Salvar como predefinição
presets-ask = Como esta predefinição vai se chamar?
presets-placeholder = férias
presets-draw = Usar { $name }
presets-saved = Salvo como **{ $name }**: { $style }, da tarefa { $number }.
presets-deleted = A predefinição “{ $name }” foi apagada.
presets-unknown = Você não tem a predefinição “{ $name }”. /presets mostra as suas.
presets-full = Você já tem { $most } predefinições, o máximo. Apague antes uma em /presets.
link-code =
    O seu código de vínculo: **{ $code }**
    Envie-me `/link { $code }` na outra plataforma em até { $minutes } minutos. Vale uma vez, e nada é unido antes da sua confirmação lá. Não o dê a ninguém: quem o tiver pode tomar a sua conta.
link-ask = **Unir as duas contas?** Só uma pode ficar; tudo o que está na outra é apagado. Continue só se foi você quem criou este código: senão, outra pessoa fica com a sua conta.
link-there = Lá (de onde vem o código): rostos { $faces }, imagens { $pictures }, tarefas abertas { $jobs }
link-here = Aqui: rostos { $faces }, imagens { $pictures }, tarefas abertas { $jobs }
link-two-faces = As duas contas têm um rosto aprendido. Rostos nunca se misturam: vale o da conta que fica.
link-warning = O que é apagado não pode ser recuperado; baixe antes com /export.
button-link-there = Manter a outra conta
button-link-here = Manter esta conta
link-asked = Perguntei em { $platform }, onde o código foi criado. Responda lá em dez minutos; até então nada muda. Lá você verá o número **{ $check }**: se for outro, diga Não.
link-confirm = **É você?** { $name } em { $platform } digitou o código que você criou aqui e quer usar a sua conta junto com você: o seu rosto, as suas imagens e todas as suas permissões. { $kept } Diga Sim só se foi você e se lá também aparece o número **{ $check }**.
link-keeps-yours = Esta conta fica, a outra é apagada.
link-keeps-theirs = A outra conta fica; **esta é apagada**, com o rosto e as imagens.
button-link-yes = Sim, sou eu
button-link-no = Não, não sou eu
link-declined = O pedido foi recusado onde o código foi criado. Tudo fica como está.
link-kept = Nada foi unido; o código não vale mais. Se alguém o viu, crie outro com /link.
link-done = **Unidas.** As duas plataformas agora usam a mesma conta; envie /start para continuar.
link-told = A sua conta aqui acaba de ser unida a uma em { $platform }. Se não foi você, escreva logo a quem cuida deste bot.
link-wrong = Este código está errado ou expirou. Peça um novo com /link na outra plataforma.
link-tries = Códigos errados demais. Tente de novo em { $minutes } minutos.
link-same = Este código é desta mesma conta. Envie-o na outra plataforma.
post-where = /post mostra uma imagem em um grupo. Use-o lá.
post-label = Gerado por IA · { $style }
post-limit = Neste grupo podem ser mostradas no máximo { $most } imagens por dia. Tente mais tarde.
limit-where = /limit é para um grupo. Use-o lá.
limit-set = Imagens por dia neste grupo: { $most }.
setquota-done = { $person } pode usar { $minutes } minutos de cálculo por dia.
setquota-general = Para { $person } volta a valer o limite geral.
adult-on = A verificação de idade agora considera { $person } adulto, exceto em fotos que mostrem claramente uma criança. Todos os administradores veem isso em /audit.
adult-off = Para { $person } a verificação de idade decide de novo.
setstyle-none = Nenhum estilo está desativado. Toque em um para desativá-lo.
setstyle-list = Desativados: { $names }. Toque em um para mudar.
setstyle-off = O estilo `{ $name }` está desativado.
setstyle-on = O estilo `{ $name }` está ativado.
broadcast-ask = Isto vai para { $count } pessoas, uma mensagem cada; quem não quer novidades fica de fora. Enviar?
broadcast-sent = Enviando para { $count } pessoas.
button-send = Enviar
button-no-news = Não receber mais
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
settings-news = Novidades de quem cuida deste bot: { $news ->
        [off] não
       *[on] sim
    }
button-news-on = Novidades: sim
button-news-off = Novidades: não
quota-kind = Aqui isto pode ser feito { $most } vezes em 24 horas, e você já chegou ao limite. Tente mais tarde; /quota mostra como está.
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
mydata-platforms = Plataformas que você usa: { $names }
platform-local = aplicativo web
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
fusion-turned-away = A cabeça está virada demais para pôr o seu próprio rosto.
fusion-turned = A cabeça está virada, por isso foi posto menos do seu próprio rosto.
fusion-glasses = Só a foto ou só a imagem tem óculos, por isso foi posto menos do seu próprio rosto.
fusion-not-nearer = Pôr o seu próprio rosto não melhorou a semelhança, por isso estas ficam como estavam.
looks-person-young = uma pessoa jovem
looks-person-adult = uma pessoa
looks-person-mature = uma pessoa de 40 anos ou mais
button-person = Prefiro não dizer
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
error-no-face-in-template = Não vejo nesta imagem um rosto para trocar pelo seu. Envie uma com um rosto bem visível.
error-nobody-placed = Cada pessoa precisa de um lugar. Escolha de novo quem vai onde.
error-no-such-face = Não há rosto { $number } livre nesta imagem; ela tem { $faces }. Escolha outro número.
error-unfit-face = O rosto { $number } { $reason ->
        [child] parece de alguém com menos de 18 anos
        [too-small] é pequeno demais
       *[other] está virado demais
    }. Escolha outro ou outra imagem.
error-spoilt-portrait = Nenhuma das suas fotos dá uma boa imagem neste estilo: { $fault ->
        [eyes] os olhos não combinam
        [face] o rosto fica manchado ou deformado
        [blur] o rosto não está nítido
        [hair] falta parte do cabelo ou ele está borrado
        [background] o fundo antigo aparece à sua volta
        [cut] a borda da foto aparece
       *[other] o rosto não se parece com você
    }. Tente outro estilo ou enquadramento, ou me envie uma foto com fundo tranquilo.
error-spoilt-template = Tentei várias das suas fotos e nenhuma fica bem nesta imagem: { $fault ->
        [eyes] os olhos não combinam
        [turned] a cabeça está mais virada do que nas suas fotos
        [blur] o rosto é menos nítido que o entorno
        [marred] o rosto fica manchado ou deformado
        [neck] o rosto e o pescoço têm tons diferentes
        [seam] a borda do rosto aparece
        [age] o rosto parece ter menos de 18 anos
       *[other] o rosto não se parece com você
    }. Tente outra imagem ou deixe-me aprender seu rosto com mais fotos.
error-bad-garment = Não consigo mostrar você com esta roupa. Envie uma imagem de uma pessoa adulta que a vista, de frente, com o rosto e a peça inteira à vista.
error-no-garment = { $reason ->
        [bare] Vejo alguém nesta imagem, mas não distingo a roupa da pele e do fundo. Envie uma imagem de uma pessoa que a vista, de frente e com a peça inteira.
        [ground] Vejo roupa que ninguém veste, sobre um fundo do qual não a distingo. Envie uma imagem de uma pessoa que a vista, de frente e com a peça inteira.
        [corrected] As suas correções não deixam nada da roupa. Desfaça uma delas.
       *[nobody] Não vejo pessoas nem roupa nesta imagem. Envie uma imagem de uma pessoa que a vista, de frente e com a peça inteira.
    }
error-no-such-garment = Não há peça { $number } nesta imagem; encontrei { $garments }. Escolha outro número.
error-garment-not-worn = Esta roupa está estendida ou pendurada, ninguém a veste, e aqui não consigo colocá-la em um corpo. Envie uma imagem de alguém que a vista, de frente para a câmera, como a foto da loja com modelo.
error-narrow-photos = Em todas as suas fotos que serviriam, o topo da cabeça está cortado. Envie uma tirada um passo mais longe: a cabeça inteira com algum espaço acima do cabelo, o pescoço à mostra, de frente para a câmera.
error-beard-cut = Com estas roupas a sua barba ficaria cortada no queixo, e em nenhuma das suas fotos eu a vejo inteira. Envie uma tirada um passo mais longe, à luz do dia: a cabeça inteira com toda a barba, de frente para a câmera, diante de uma parede lisa de outra cor.
error-garment-too-small = Esta imagem é pequena demais: o lado menor tem { $pixels } pixels e preciso de { $needed }. Envie uma maior.
error-unfit-head = A pessoa que veste isto { $reason ->
        [child] parece ter menos de 18 anos, e só substituo rostos de adultos. Envie uma imagem em que uma pessoa adulta o vista
        [too-small] aparece pequena demais para o seu rosto. Envie uma imagem maior ou tirada de mais perto
        [turned-away] está virada demais para o seu rosto. Envie uma imagem tirada de frente
       *[other] não mostra um rosto que eu possa trocar pelo seu: cortado, escondido ou de costas. Envie uma imagem em que se veja a cabeça inteira de frente
    }.
error-scene-not-here = O modelo base daqui só faz rostos, não um fundo a partir de palavras. Escolha um dos fundos prontos.
error-dresser-not-here = A forma de vestir pessoas escolhida para este bot ({ $name }) não funciona com o modelo base dele ({ $base }). O operador pode mudá-la: TRYON_BACKENDS.
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
part-clothes = roupas
button-private = Abrir nosso chat privado

# ---- Into a picture, and into clothes
help-inpaint = Colocar-me em uma imagem
help-tryon = Ver-me com as roupas de uma imagem
help-accept = Emprestar o meu rosto à imagem de alguém
param-template = Nome de uma imagem pronta
param-background = O fundo atrás de mim
param-scene = Um fundo em palavras, ou o nome de uma cena
menu-inpaint = Colocar-me aqui
menu-tryon = Experimentar isto
what-inspect-template = analisando uma imagem
what-template = colocando você em uma imagem
title-template = Em uma imagem
title-tryon = Prova de roupa
somebody = alguém
picture-one-of-album = Eu uso uma imagem por vez: a primeira do seu álbum. As outras eu não guardei.
inpaint-prompt = **Em qual imagem devo colocar você?** Envie-a agora. Os rostos nela são apenas encontrados e substituídos, nunca comparados nem aprendidos, e a imagem é apagada cerca de uma hora depois do último uso.
inpaint-found = { $count ->
        [one] Vejo um rosto. Vou trocá-lo pelo seu.
       *[other] Vejo { $count } rostos. Só o rosto { $face } pode ser trocado, então uso esse para você.
    }
inpaint-place = O lugar que há nela é seu.
inpaint-places = **{ $count } lugares. Quem vai onde?** Os lugares vazios saem, e os outros se aproximam.
inpaint-who = **Vejo { $count } rostos. Quem vai onde?**
inpaint-plan = **Quem vai onde**
inpaint-alt = A imagem com um número em cada rosto
inpaint-unfit = { $count ->
        [one] O rosto desta imagem não pode ser trocado. Tente outra imagem.
       *[other] Nenhum dos { $count } rostos desta imagem pode ser trocado. Tente outra imagem.
    }
inpaint-nobody = Ninguém tem lugar ainda. Escolha um rosto para você, ou convide alguém.
inpaint-gone = Esta imagem já não está aqui: guardo por pouco tempo imagens com outras pessoas. Envie-a de novo.
inpaint-again-guest = Um rosto emprestado vale para uma imagem só. Para outra, convide de novo.
template-turned-away = virado demais
template-too-small = pequeno demais
template-child = parece ter menos de 18 anos, e só substituo rostos de adultos
template-covered = coberto por uma mão, uma máscara ou óculos escuros
seat-unfit = Rosto { $face }: { $reason }
seat-line = Rosto { $face }: { $state ->
        [own] você
        [open] a pessoa que usar o seu código
        [asked] aguardando { $name }
        [agreed] { $name } concorda
        [refused] { $name } disse não
        [empty] fica livre
       *[free] fica como está
    }
button-seat = Pôr-me em { $face }
button-draw = Fazer agora
button-invite = Convidar alguém
button-unseat = Manter o rosto { $face }
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
    Dê-o à pessoa que você quer ali. Ela me envia `/accept { $code }`, vê a imagem e decide. Vale uma vez, por { $hours } horas, e o rosto de ninguém é usado sem o próprio sim.
invite-agreed = **{ $name } concorda** em ser o rosto { $face }.
invite-refused = { $name } não quer ser o rosto { $face }.
invite-withdrawn = { $name } não concorda mais em ser o rosto { $face }. Nada mais é feito com esse rosto, e o que foi feito está apagado aqui.
accept-ask = **{ $host } gostaria de colocar você nesta imagem, como rosto { $face }.** O seu rosto é usado só para esta imagem. { $host } recebe a imagem pronta, mas nenhuma das suas fotos. Você pode retirar isso com /accept. Concorda?
accept-pose = A imagem ainda será feita: pessoas nesta pose, no estilo “{ $style }”.
accept-words = { $host } a descreve assim: “{ $words }”
accept-agreed = Obrigado. Com /accept você pode retirar isso quando quiser.
accept-refused = Entendido: o seu rosto não é usado.
accept-withdrawn = Retirado. Nada mais é feito com o seu rosto, e o que foi feito está apagado, nas conversas também.
accept-none = Você não emprestou o seu rosto a ninguém. A pessoa que quiser você em uma imagem dá uma linha com um código: mande-a para mim como está.
accept-title = **A quem você emprestou o seu rosto**
accept-line = { $number }. { $host }: { $state ->
        [agreed] ainda não feita
       *[used] feita
    }
accept-unknown = Este convite não existe ou expirou. Peça um código novo.
accept-own = Este código é seu. Dê-o à pessoa que você quer na imagem.
button-lend = Sim, use o meu rosto aqui
button-take-back = { $number ->
        [0] Retirar
       *[other] Retirar { $number }
    }
lent-only-here = Alguém emprestou o rosto só para esta imagem, então ele não pode ser usado para mais nada.
template-done = **A sua imagem:**
template-alt = Imagem editada por IA com um rosto colocado
template-source-photo = Feita com os pixels da sua própria foto, com a luz da imagem.
template-source-moved = Feita com os pixels da sua própria foto, com outra expressão e a luz da imagem.
template-source-base = Feita com o rosto aprendido.
template-spoilt = { $count ->
    [one] Mais uma saiu mal e não é mostrada.
   *[other] Mais { $count } saíram mal e não são mostradas.
}
template-each = rosto { $face }: { $percent } % de semelhança
template-unlike = Nenhuma é parecida o bastante com a mesma pessoa. Mais selfies ou outra imagem podem ajudar.
template-guest = Um convidado emprestou o rosto só a esta imagem e pode retirá-lo.
error-no-shoulders = O lugar { $number } desta imagem é para alguém que apareça com cabeça e ombros, e nenhuma das suas fotos mostra tanto. Deixe-me aprender o rosto de novo com uma foto tirada de mais longe ou escolha outra imagem pronta.
error-template-gone = A imagem foi apagada antes que eu pudesse usá-la. Envie-a de novo.
error-guest-left = Alguém retirou o rosto que tinha emprestado a esta imagem, por isso nada foi feito. Não conta no seu limite. Escolha de novo quem vai onde.
tryon-prompt = **Quais roupas devo pôr em você?** Envie agora uma imagem delas, de preferência vestidas por uma só pessoa com o rosto visível. Ela é apagada cerca de uma hora depois do último uso.
tryon-found = { $count ->
        [one] **Encontrei uma peça de roupa.** O que está marcado com ✓ fica exatamente como na imagem.
       *[other] **Encontrei { $count } peças de roupa.** O que está marcado com ✓ fica exatamente como na imagem.
    }
tryon-flat = **Ninguém veste estas roupas ({ $count }).** Eu as visto em você a partir desta imagem, as marcadas com ✓: estampa, letras e corte podem sair um pouco diferentes.
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
tryon-redrawn = Feito de novo: { $parts }.
tryon-stays = Fica como na imagem: { $parts }.
tryon-found-alt = A imagem com um número e uma cor em cada peça de roupa
tryon-squares = Quais quadrados? Escreva-os assim: `B3` ou `B3 C4`; o último é { $last }.
tryon-no-square = Não há quadrado { $name }; o último é { $last }.
tryon-still-looking = Um momento, os quadrados ainda não estão prontos. Envie-os de novo daqui a pouco.
tryon-nothing-kept = Pelo menos uma peça tem de ficar, senão não há nada para experimentar.
tryon-backdrop = Qual fundo?
tryon-background-unknown = Você pode escolher estes fundos: { $known }.
tryon-done = **Roupa experimentada:**
tryon-alt = Imagem gerada por IA de uma prova de roupa
button-wear = Experimentar isto
button-backdrop = Outro fundo
button-more-garment = Falta algo
button-less-garment = Tem demais
button-clothes = Voltar às roupas
button-wardrobe = Roupas de exemplo
wardrobe-title = **Roupas** · { $from }–{ $to } de { $total }
wardrobe-caption = { $title } · gerada por IA
garment-title-denim-jacket = Jaqueta jeans
garment-title-white-shirt = Camisa branca
garment-title-stripes = Camiseta listrada
garment-title-red = Camiseta vermelha
garment-title-black = Camiseta preta
garment-title-green = Camiseta verde
garment-title-blue-shirt = Camisa azul
garment-title-mustard = Camiseta mostarda
garment-title-navy = Camiseta azul-marinho e jeans
garment-title-summer = Camiseta branca e short
quota-template = Colocações em imagens: { $most ->
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
portrait-label-edited = Editado por IA · tarefa { $number }
portrait-alt-edited = Foto editada por IA no estilo { $style }
portrait-enlarged = O rosto na sua foto tem poucos pixels; ele foi ampliado e por isso parece mais suave.
portrait-tighter = Suas fotos mostram menos de você do que foi pedido; por isso o enquadramento é mais fechado. Uma foto tirada de mais longe ajudaria.
source-photo = sua foto sob uma nova luz
source-redrawn = sua foto, com o rosto refeito a partir do seu rosto aprendido
source-moved = sua foto sob uma nova luz, com outra expressão
portrait-mien-weak = Em algumas imagens a expressão é mais fraca do que o pedido; uma mais forte ficaria menos parecida com você.
source-base = feita com o seu rosto aprendido
expression-as-is = como sou
expression-smile = sorriso
expression-serious = sério
expression-surprised = surpreso
stage-composing = colocando sua foto na cena, { $done } de { $total }
error-unknown-scene = Não há nenhuma cena “{ $name }”. Tente { $closest }.
error-pose-not-here = O modelo base deste bot ({ $base }) não segue nenhuma pose. Tire o pose=; o operador pode escolher o Stable Diffusion com o ControlNet dele.
error-no-pose = Não vejo ninguém na imagem de onde viria a pose. Envie uma que mostre bem pessoas inteiras.
pose-prompt = **A pose de quem?** Envie uma foto de uma a quatro pessoas, inteiras e bem visíveis. Eu leio onde estão as articulações e os dedos, guardo só isso, criptografado, e apago a foto na hora; o rosto de ninguém é usado.
pose-read = Li a pose e apaguei a foto.
pose-who = **{ $count } pessoas nesta pose. Quem é quem?** Cada uma é consultada antes de seu rosto ser usado. Num lugar livre aparece alguém que não existe.
pose-words = Quem você convidar vê as suas palavras antes de decidir.
error-fewer-drawn = O modelo não fez com clareza o rosto de todos, várias vezes. Tente de novo, com outro estilo ou com uma pose em que olhem para a câmera.
portrait-pose-canvas = Uma pose é para imagens feitas do zero, então não combina com { $name }. Tire uma das duas coisas.
argument-choice = { $name } pode ser um destes: { $choices }.
param-expression = Expressão do rosto
param-framing = Quanto de você aparece
param-shape = Formato da imagem, largura por altura
param-draw = canvas: sua foto no estilo; base: feita com o rosto aprendido

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } não tem efeito com o modelo usado aqui. Deixe de fora.
param-size = Pixels do lado maior
param-refine = face: o rosto de novo com mais detalhe; hires: a imagem toda, maior
param-photos = no ou yes: mostrar ao modelo também as minhas fotos, além do que ele aprendeu
param-pose = Pose: corpo inteiro, várias pessoas ou a de uma foto
param-preset = Com que cuidado o seu rosto é aprendido: quick, good ou best
settings-shape = Formato: { $value }
settings-size = Lado maior: { $value }
settings-refine = Detalhe: { $value }
settings-preset = Aprender um rosto: { $value }
button-shape = Formato
button-size = Tamanho
button-refine = Detalhe
button-preset = Aprendizado
size-usual = como no estilo
size-pixels = { $pixels } pixels
refine-none = padrão
refine-face = rosto com mais detalhe
refine-hires = imagem toda, maior
photos-no = não
photos-yes = sim
preset-quick = rápido
preset-good = bom
preset-best = o melhor
button-done-quick = Pronto, aprender rápido
button-done-best = Pronto, aprender a fundo
button-finer-face = Rosto mais nítido
button-photos-too = Também com as minhas fotos

help-verify = Esta imagem foi feita aqui?
what-verify = procurar a minha marca
verify-prompt = Envie-me a imagem ou o clipe com /verify como legenda, ou responda a um deles com /verify. Um recorte ou uma captura de tela também serve.
verify-yours = Feito aqui: a sua tarefa { $number }, { $what }.
verify-job = Feito aqui: tarefa { $number }, { $what }. É de outra pessoa; você vê isto porque é administrador.
verify-here = Isto foi feito aqui. Não digo a ninguém quem fez.
verify-alike = Isto tem a marca de um bot como eu, mas não encontro a tarefa: foi apagada ou é muito antiga, resta muito pouco da marca, ou foi outro bot que o fez.
verify-nothing = Não encontro nenhuma marca minha. Isso não prova nada: alterações fortes e recortes pequenos podem tirá-la.
verify-says = O próprio arquivo diz que foi feito ou editado com IA. Qualquer pessoa pode escrever isso em um arquivo.
stage-verifying = procurando a marca
# ---- A face that is blocked, and what was refused
help-block = Proibir este bot de usar meu rosto
help-strikes = Quem foi recusado pelo conteúdo
help-pardon = Apagar as recusas de uma pessoa
help-blocked = Os rostos bloqueados aqui
help-unblock = Tirar um rosto da lista de bloqueio
param-number = Número de um rosto bloqueado
button-block = Sim, bloquear meu rosto
button-unblock = Permitir meu rosto de novo
block-ask = **Proibir este bot de usar o seu rosto?** O seu rosto aprendido e as suas fotos são apagados. Se outra pessoa o ensinou a mim, nada mais é feito com ele. A partir daí recuso toda foto, imagem ou cena em que eu veja o seu rosto, não importa quem envie. Para isso guardo 128 números que descrevem o seu rosto, cifrados e sem o seu nome. Eles ficam de propósito mesmo depois de /forget. Você pode desfazer isso mais tarde com /block undo, desta conta nesta plataforma.
block-done = **Seu rosto está bloqueado aqui.** Não o aprendo de ninguém e recuso imagens em que o reconheço. Posso errar, mais com fotos de lado ou de má qualidade. /block undo desfaz isso.
block-is = Seu rosto está bloqueado aqui. /block me atualiza o bloqueio com o rosto das suas fotos mais novas.
block-none = Você não bloqueou nenhum rosto aqui. Se foi de outra conta, quem cuida do bot pode desfazer.
block-undone = Seu rosto pode ser usado de novo. Envie selfies com /selfies para recomeçar.
block-nobody-known = Ainda não conheço seu rosto. Envie primeiro uma selfie; quando for aceita, use /block me outra vez.
forget-block = Seu bloqueio fica, como você quis: 128 números cifrados sem seu nome. /block undo desfaz isso.
photo-blocked = A pessoa desta foto proibiu este bot de usar o rosto dela. Se é você, /block undo desfaz isso.
error-blocked-face = Alguém nesta imagem proibiu este bot de usar o seu rosto, por isso não posso usá-la. Envie outra.
blocked-none = Ninguém bloqueou o rosto aqui.
blocked-title = **Rostos bloqueados: { $count }** (número e dia; de quem são não se vê). /unblock e um número tira um.
blocked-unknown = Não há rosto bloqueado com o número { $number }; /blocked mostra todos.
blocked-removed = O rosto bloqueado { $number } saiu da lista.
strikes-pause = Foram vezes demais: por { $hours } horas não faço nada para você.
strikes-paused = Por enquanto não faço nada para você, porque pediu vezes demais o que não é permitido. Tente em { $hours } h; o que você tem fica.
strikes-nobody = Hoje nada foi recusado pelo conteúdo.
strikes-title = **Recusado pelo conteúdo, em um dia**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: em pausa até { $until } UTC
strikes-no-strikes = Não há nada contra { $person }.
strikes-pardoned = O que estava contado contra { $person } foi apagado.

# ---- The web app for other devices, private bots, what admins are told
help-web = Abrir o aplicativo web: um link que faz você entrar
help-join = Entrar em um bot privado com um código de convite
help-admit = Deixar uma pessoa usar este bot privado
help-expel = Não deixar mais uma pessoa usar este bot privado
help-invite = Criar um código de convite para uma pessoa
param-browsers = out: sair em todos os navegadores
private-bot = Este bot é privado. Quem cuida dele pode deixar você entrar; o seu identificador aqui é `{ $name }`.
private-knock = { $person } quer usar este bot.
button-admit = Deixar entrar
admit-done = { $person } já pode usar o bot e recebeu uma mensagem.
expel-done = { $person } não pode mais usar o bot. Os dados continuam sendo da pessoa: /export e /forget ainda funcionam.
expel-not-in = { $person } não entrou por /admit nem por convite. Quem está em ALLOWED_IDS e os administradores são mudados nas configurações.
invitation-off = Os convites estão desativados. A configuração é INVITATIONS=yes.
invitation-code = Código de convite: `{ $code }`. Deixa uma pessoa entrar em até { $days } dias: ela me envia `/join { $code }`.
join-in = Você já pode usar este bot.
join-wrong = Este código de convite está incorreto, expirou ou já foi usado.
join-done = Agora você pode usar este bot. /start mostra como.
web-off = O aplicativo web não está aberto a outros aparelhos aqui. Quem cuida do bot pode mudar isso.
web-here = Você já está no aplicativo web.
web-link =
    { $url }
    Este link faz você entrar no aplicativo web. Vale uma vez, por { $minutes } minutos. Não o passe adiante.
web-out = { $count ->
        [0] Você não estava conectado em lugar nenhum.
        [one] Um navegador foi desconectado.
       *[other] { $count } navegadores foram desconectados.
    }
button-web-out = Sair em todos
web-told = Um navegador entrou no seu aplicativo web: { $agent }. Se não foi você, desconecte-o.
alert-no-worker = Nenhuma imagem pode ser feita: o processo de “{ $lane }” não inicia. As pessoas podem continuar pedindo; as tarefas esperam. O registro diz por quê.
alert-disk-low = O disco está quase cheio: restam { $megabytes } MB na pasta de dados. Libere espaço antes que encha.
alert-store-away = O armazenamento dos ficheiros das pessoas não responde. As conversas continuam; fotos, trabalhos e imagens esperam e nada se perde. Veja se ele funciona; o registo diz mais.
# ---- What fields of forms and of commands are called
field-style = Estilo
field-count = Imagens
field-seed = Semente
field-face = Força do rosto
field-strength = Força do estilo
field-expression = Expressão
field-framing = Enquadramento
field-shape = Formato
field-size = Tamanho
field-refine = Detalhe
field-scene = Cenário
field-draw = Método
field-search = Busca
field-do = Ação
field-act = Ação
field-name = Nome
field-job = Tarefa
field-language = Idioma
field-setting = Ajuste
field-value = Valor
field-reason = Motivo
field-person = Pessoa
field-code = Código
field-picture = Imagem
field-minutes = Minutos
field-number = Número
field-state = Estado
field-text = Texto
field-voice = Voz
field-motion = Movimento
field-template = Modelo pronto
field-background = Plano de fundo
field-preset = Aprendizado
field-photo = Foto
field-browsers = Navegadores
field-file = Arquivo

# ---- Asked for in words, copied, shown elsewhere
form-ask = O que devo mudar? Por exemplo: “óleo, com um sorriso, 2 imagens”. O que você omitir fica como está.
form-placeholder = óleo, sorriso, 2 imagens
form-nothing = Não entendi o que mudar. Diga um estilo, uma expressão ou quantas imagens.
button-copy = Copiar
answer-elsewhere = A resposta está nas nossas mensagens diretas: { $url }
answer-not-taken = ⚠️ Isso não chegou até mim. Tente de novo.
bot-about = Envie selfies e receba retratos seus em qualquer estilo. Seu rosto continua seu.
bot-description = Com algumas selfies faço retratos seus: em qualquer estilo, em imagens prontas, com outras roupas ou falando. As fotos são criptografadas com uma chave sua, servem só para as suas imagens e são apagadas com um comando. Só para adultos.
inline-none = Ainda sem favoritas: abra-me
showing-consent = Antes de mostrar aqui algo seu, aceite o acordo no chat.
scene-aurora = Aurora boreal
scene-blossom = Cerejeiras em flor
scene-bokeh = Luzes douradas
scene-bookshelf = Biblioteca
scene-brick = Parede de tijolos
scene-cafe = Café
scene-city = Rua da cidade
scene-dunes = Dunas
scene-forest = Floresta
scene-mountains = Montanhas
scene-neon_street = Rua de neon
scene-office = Escritório
scene-paper = Estúdio cinza
scene-park = Prado
scene-sea = Mar
scene-snowfall = Nevada
scene-stage = Palco
scene-starfield = Céu estrelado
scene-sunrise = Névoa da manhã
scene-underwater = Debaixo d’água
scene-wheat = Campo de trigo

# ---- Uma imagem com as próprias palavras
words-too-long = Uma descrição pode ter no máximo { $most } caracteres, e a sua tem { $characters }. Diga só o que mais importa na imagem.
words-none = Eu leio palavras, não emojis nem sinais. Diga com palavras o que você quer ver.
words-not-drawn = Sem um modelo maior não consigo mostrar { $words }: aqui eu coloco a sua própria foto em uma cena. Usei { $used } e o estilo { $style }.
words-style-only = Sem um modelo maior não consigo mostrar { $words }: aqui eu coloco a sua própria foto em uma cena, no estilo { $style }.
words-not-here = Sem um modelo maior não consigo mostrar { $words }: aqui eu coloco a sua própria foto em uma cena.
words-drawn = Passo isto ao modelo: { $words }
words-foreign = O modelo lê inglês. Não consegui traduzir { $words }, então talvez não apareça.
words-quoted = “{ $words }”
more-words = Nas suas palavras: { $words }
param-prompt = O que a imagem deve mostrar, com as suas palavras
param-light = A luz de outro estilo
field-prompt = Com as suas palavras
field-light = Luz
field-photos = Fotos também
field-pose = Pose
light-candlelight = luz de velas
light-golden-hour = hora dourada
light-blue-hour = hora azul
light-low-key = uma só luz dura
light-split-light = vermelha e azul
light-window-light = luz suave de janela
light-flame = fogo
light-neon = neon
