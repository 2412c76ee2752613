-- Execuções duráveis, suas tentativas e os agendamentos que as começam.

CREATE TABLE execucoes (
    id                      BLOB PRIMARY KEY,
    conta_id                BLOB NOT NULL REFERENCES contas (id),
    tipo                    TEXT NOT NULL,
    status                  TEXT NOT NULL,
    fila                    TEXT NOT NULL,
    -- Menor sai antes.
    prioridade              INTEGER NOT NULL,
    -- Sobre o que age, como `processo` e o id dele.
    alvo_tipo               TEXT,
    alvo_id                 BLOB,
    parametros_entrada      TEXT NOT NULL,
    resultado_saida         TEXT,
    classe_rpa_utilizada    TEXT,
    url_arquivo_s3          TEXT,
    detalhes_erro           TEXT,
    classe_erro             TEXT,
    -- Enquanto viva, não se cria outra com a mesma chave na conta.
    chave_unica             TEXT,
    -- Só uma por chave executa de cada vez (uma sessão por login de portal).
    chave_concorrencia      TEXT,
    numero_tentativa        INTEGER NOT NULL,
    maximo_tentativas       INTEGER NOT NULL,
    disponivel_em           INTEGER NOT NULL,
    -- Ficha de exclusão: cada reserva ganha um número maior, e resposta com número velho não grava.
    ficha                   INTEGER NOT NULL,
    reservado_por           TEXT,
    reservado_ate           INTEGER,
    progresso               INTEGER,
    -- Último passo irreversível marcado; com ele, uma queda vira INCERTO em vez de repetição.
    passo_irreversivel      TEXT,
    cancelamento_pedido_em  INTEGER,
    executado_por_usuario_id BLOB,
    ip_origem               TEXT,
    user_agent              TEXT,
    -- A execução que esta repete.
    repete_id               BLOB,
    data_inicio             INTEGER,
    data_fim                INTEGER,
    criado_em               INTEGER NOT NULL,
    atualizado_em           INTEGER NOT NULL,
    UNIQUE (conta_id, id)
) STRICT;
CREATE INDEX execucoes_prontas ON execucoes (fila, prioridade, disponivel_em, id)
    WHERE status IN ('PENDENTE', 'ADIADA', 'TENTANDO_NOVAMENTE', 'INCERTO');
CREATE INDEX execucoes_reservadas ON execucoes (reservado_ate) WHERE status = 'EXECUTANDO';
CREATE UNIQUE INDEX execucoes_chave_unica ON execucoes (conta_id, chave_unica)
    WHERE chave_unica IS NOT NULL AND status IN ('PENDENTE', 'ADIADA', 'EXECUTANDO', 'AGUARDANDO_HUMANO', 'TENTANDO_NOVAMENTE', 'INCERTO');
CREATE INDEX execucoes_concorrencia ON execucoes (chave_concorrencia)
    WHERE chave_concorrencia IS NOT NULL AND status = 'EXECUTANDO';
CREATE INDEX execucoes_alvo ON execucoes (conta_id, alvo_tipo, alvo_id, id);
CREATE INDEX execucoes_lista ON execucoes (conta_id, id);

CREATE TABLE tentativas (
    id               BLOB PRIMARY KEY,
    conta_id         BLOB NOT NULL,
    execucao_id      BLOB NOT NULL,
    numero_tentativa INTEGER NOT NULL,
    ficha            INTEGER NOT NULL,
    trabalhador      TEXT NOT NULL,
    status           TEXT NOT NULL,
    resultado_saida  TEXT,
    detalhes_erro    TEXT,
    classe_erro      TEXT,
    data_inicio      INTEGER NOT NULL,
    data_fim         INTEGER,
    UNIQUE (conta_id, id),
    UNIQUE (execucao_id, ficha),
    FOREIGN KEY (conta_id, execucao_id) REFERENCES execucoes (conta_id, id)
) STRICT;

CREATE TABLE agendamentos (
    id                BLOB PRIMARY KEY,
    conta_id          BLOB NOT NULL REFERENCES contas (id),
    nome              TEXT NOT NULL,
    tipo              TEXT NOT NULL,
    cron              TEXT NOT NULL,
    -- Nome IANA, nunca um deslocamento.
    fuso              TEXT NOT NULL,
    parametros        TEXT NOT NULL,
    ativo             INTEGER NOT NULL,
    ultima_execucao   INTEGER,
    proxima_execucao  INTEGER,
    criado_por_usuario_id BLOB,
    versao            INTEGER NOT NULL,
    criado_em         INTEGER NOT NULL,
    atualizado_em     INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, nome)
) STRICT;
CREATE INDEX agendamentos_proximos ON agendamentos (proxima_execucao) WHERE ativo;

-- Uma linha por disparo devido: a chave primária impede disparar duas vezes.
CREATE TABLE agendamento_disparos (
    conta_id       BLOB NOT NULL,
    agendamento_id BLOB NOT NULL,
    previsto_para  INTEGER NOT NULL,
    execucao_id    BLOB,
    criado_em      INTEGER NOT NULL,
    PRIMARY KEY (agendamento_id, previsto_para),
    FOREIGN KEY (conta_id, agendamento_id) REFERENCES agendamentos (conta_id, id) ON DELETE CASCADE
) STRICT;
