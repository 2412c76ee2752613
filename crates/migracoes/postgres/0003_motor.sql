-- Execuções duráveis, suas tentativas e os agendamentos que as começam.

CREATE TABLE execucoes (
    id                      UUID PRIMARY KEY,
    conta_id                UUID NOT NULL REFERENCES contas (id),
    tipo                    TEXT NOT NULL,
    status                  TEXT NOT NULL,
    fila                    TEXT NOT NULL,
    -- Menor sai antes.
    prioridade              BIGINT NOT NULL,
    -- Sobre o que age, como `processo` e o id dele.
    alvo_tipo               TEXT,
    alvo_id                 UUID,
    parametros_entrada      JSONB NOT NULL,
    resultado_saida         JSONB,
    classe_rpa_utilizada    TEXT,
    url_arquivo_s3          TEXT,
    detalhes_erro           TEXT,
    classe_erro             TEXT,
    -- Enquanto viva, não se cria outra com a mesma chave na conta.
    chave_unica             TEXT,
    -- Só uma por chave executa de cada vez (uma sessão por login de portal).
    chave_concorrencia      TEXT,
    numero_tentativa        BIGINT NOT NULL,
    maximo_tentativas       BIGINT NOT NULL,
    disponivel_em           TIMESTAMPTZ NOT NULL,
    -- Ficha de exclusão: cada reserva ganha um número maior, e resposta com número velho não grava.
    ficha                   BIGINT NOT NULL,
    reservado_por           TEXT,
    reservado_ate           TIMESTAMPTZ,
    progresso               BIGINT,
    -- Último passo irreversível marcado; com ele, uma queda vira INCERTO em vez de repetição.
    passo_irreversivel      TEXT,
    cancelamento_pedido_em  TIMESTAMPTZ,
    executado_por_usuario_id UUID,
    ip_origem               TEXT,
    user_agent              TEXT,
    -- A execução que esta repete.
    repete_id               UUID,
    data_inicio             TIMESTAMPTZ,
    data_fim                TIMESTAMPTZ,
    criado_em               TIMESTAMPTZ NOT NULL,
    atualizado_em           TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id)
);
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
    id               UUID PRIMARY KEY,
    conta_id         UUID NOT NULL,
    execucao_id      UUID NOT NULL,
    numero_tentativa BIGINT NOT NULL,
    ficha            BIGINT NOT NULL,
    trabalhador      TEXT NOT NULL,
    status           TEXT NOT NULL,
    resultado_saida  JSONB,
    detalhes_erro    TEXT,
    classe_erro      TEXT,
    data_inicio      TIMESTAMPTZ NOT NULL,
    data_fim         TIMESTAMPTZ,
    UNIQUE (conta_id, id),
    UNIQUE (execucao_id, ficha),
    FOREIGN KEY (conta_id, execucao_id) REFERENCES execucoes (conta_id, id)
);

CREATE TABLE agendamentos (
    id                UUID PRIMARY KEY,
    conta_id          UUID NOT NULL REFERENCES contas (id),
    nome              TEXT NOT NULL,
    tipo              TEXT NOT NULL,
    cron              TEXT NOT NULL,
    -- Nome IANA, nunca um deslocamento.
    fuso              TEXT NOT NULL,
    parametros        JSONB NOT NULL,
    ativo             BOOLEAN NOT NULL,
    ultima_execucao   TIMESTAMPTZ,
    proxima_execucao  TIMESTAMPTZ,
    criado_por_usuario_id UUID,
    versao            BIGINT NOT NULL,
    criado_em         TIMESTAMPTZ NOT NULL,
    atualizado_em     TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, nome)
);
CREATE INDEX agendamentos_proximos ON agendamentos (proxima_execucao) WHERE ativo;

-- Uma linha por disparo devido: a chave primária impede disparar duas vezes.
CREATE TABLE agendamento_disparos (
    conta_id       UUID NOT NULL,
    agendamento_id UUID NOT NULL,
    previsto_para  TIMESTAMPTZ NOT NULL,
    execucao_id    UUID,
    criado_em      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agendamento_id, previsto_para),
    FOREIGN KEY (conta_id, agendamento_id) REFERENCES agendamentos (conta_id, id) ON DELETE CASCADE
);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE execucoes ENABLE ROW LEVEL SECURITY;
ALTER TABLE execucoes FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON execucoes USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE tentativas ENABLE ROW LEVEL SECURITY;
ALTER TABLE tentativas FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON tentativas USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE agendamentos ENABLE ROW LEVEL SECURITY;
ALTER TABLE agendamentos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON agendamentos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE agendamento_disparos ENABLE ROW LEVEL SECURITY;
ALTER TABLE agendamento_disparos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON agendamento_disparos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
