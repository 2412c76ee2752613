-- Operadoras, clientes, os processos de cada mês e o que se decidiu e enviou.

CREATE TABLE operadoras (
    id               UUID PRIMARY KEY,
    conta_id         UUID NOT NULL REFERENCES contas (id),
    nome             TEXT NOT NULL,
    codigo           TEXT NOT NULL,
    possui_rpa       BOOLEAN NOT NULL,
    rpa_terceirizado BOOLEAN NOT NULL,
    url_endpoint_rpa TEXT,
    url_portal       TEXT,
    instrucoes_acesso TEXT,
    status_ativo     BOOLEAN NOT NULL,
    configuracao_rpa JSONB NOT NULL,
    -- Motorista e roteiro, como `navegador:EMB` ou `api_externa`.
    classe_rpa       TEXT,
    -- Token da API externa, cifrado.
    token_rpa        BYTEA,
    versao           BIGINT NOT NULL,
    criado_em        TIMESTAMPTZ NOT NULL,
    atualizado_em    TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, codigo)
);

CREATE TABLE clientes (
    id            UUID PRIMARY KEY,
    conta_id      UUID NOT NULL,
    operadora_id  UUID NOT NULL,
    hash_unico    TEXT NOT NULL,
    razao_social  TEXT NOT NULL,
    nome_sat      TEXT NOT NULL,
    -- 14 caracteres, alfanumérico desde julho de 2026: nunca número.
    cnpj          TEXT NOT NULL,
    filtro        TEXT NOT NULL,
    servico       TEXT NOT NULL,
    dados_sat     TEXT NOT NULL,
    unidade       TEXT NOT NULL,
    site_emissao  TEXT,
    login_portal  TEXT,
    senha_portal  BYTEA,
    cpf           TEXT,
    status_ativo  BOOLEAN NOT NULL,
    -- Razão social, nome no SAT, CNPJ e unidade normalizados, para busca.
    busca         TEXT NOT NULL,
    versao        BIGINT NOT NULL,
    criado_em     TIMESTAMPTZ NOT NULL,
    atualizado_em TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, hash_unico),
    UNIQUE (conta_id, cnpj, operadora_id, unidade, servico),
    FOREIGN KEY (conta_id, operadora_id) REFERENCES operadoras (conta_id, id)
);
CREATE INDEX clientes_lista ON clientes (conta_id, razao_social, id);
CREATE INDEX clientes_operadora ON clientes (conta_id, operadora_id);

CREATE TABLE processos (
    id                      UUID PRIMARY KEY,
    conta_id                UUID NOT NULL,
    cliente_id              UUID NOT NULL,
    operadora_id            UUID NOT NULL,
    mes_ano                 TEXT NOT NULL,
    status_processo         TEXT NOT NULL,
    url_fatura              TEXT,
    caminho_s3_fatura       TEXT,
    arquivo_sha256          TEXT,
    data_vencimento         DATE,
    -- Em centavos.
    valor_fatura            BIGINT,
    aprovado_por_usuario_id UUID,
    data_aprovacao          TIMESTAMPTZ,
    enviado_para_sat        BOOLEAN NOT NULL,
    data_envio_sat          TIMESTAMPTZ,
    protocolo_sat           TEXT,
    upload_manual           BOOLEAN NOT NULL,
    criado_automaticamente  BOOLEAN NOT NULL,
    motivo_rejeicao         TEXT,
    observacoes             TEXT,
    versao                  BIGINT NOT NULL,
    criado_em               TIMESTAMPTZ NOT NULL,
    atualizado_em           TIMESTAMPTZ NOT NULL,
    -- O que se leu da fatura e as conferências, para quem aprova. É longa: fica depois das colunas que as listas leem.
    leitura                 JSONB,
    UNIQUE (conta_id, id),
    UNIQUE (cliente_id, mes_ano),
    FOREIGN KEY (conta_id, cliente_id) REFERENCES clientes (conta_id, id),
    FOREIGN KEY (conta_id, operadora_id) REFERENCES operadoras (conta_id, id)
);
CREATE INDEX processos_mes ON processos (conta_id, mes_ano, status_processo, operadora_id, id);
CREATE INDEX processos_operadora ON processos (conta_id, mes_ano, operadora_id, id);
CREATE INDEX processos_status ON processos (conta_id, status_processo, id);
-- As listas de um mês saem já na ordem de criação, sem ordenar.
CREATE INDEX processos_mes_lista ON processos (conta_id, mes_ano, id);
CREATE INDEX processos_mes_status ON processos (conta_id, mes_ano, status_processo, id);

-- Aprovações e rejeições, com autor, hora e o arquivo que foi visto.
CREATE TABLE decisoes (
    id             UUID PRIMARY KEY,
    conta_id       UUID NOT NULL,
    processo_id    UUID NOT NULL,
    -- APROVACAO ou REJEICAO.
    tipo           TEXT NOT NULL,
    arquivo_sha256 TEXT NOT NULL,
    observacoes    TEXT,
    usuario_id     UUID NOT NULL,
    criado_em      TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, processo_id) REFERENCES processos (conta_id, id)
);
CREATE INDEX decisoes_processo ON decisoes (conta_id, processo_id, criado_em);

-- Livro dos efeitos externos irreversíveis: a intenção antes, o recibo depois.
CREATE TABLE efeitos (
    id                 UUID PRIMARY KEY,
    conta_id           UUID NOT NULL,
    processo_id        UUID NOT NULL,
    execucao_id        UUID NOT NULL,
    tipo               TEXT NOT NULL,
    -- PREPARADO, EM_VOO, CONFIRMADO, SEM_EFEITO ou INCERTO.
    estado             TEXT NOT NULL,
    -- O que o outro lado guarda para reconhecer o envio.
    referencia         TEXT NOT NULL,
    arquivo_sha256     TEXT NOT NULL,
    referencia_externa TEXT,
    prova              JSONB,
    criado_em          TIMESTAMPTZ NOT NULL,
    atualizado_em      TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, processo_id) REFERENCES processos (conta_id, id)
);
CREATE UNIQUE INDEX efeitos_vivos ON efeitos (processo_id, tipo) WHERE estado <> 'SEM_EFEITO';
CREATE INDEX efeitos_processo ON efeitos (conta_id, processo_id, criado_em);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE operadoras ENABLE ROW LEVEL SECURITY;
ALTER TABLE operadoras FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON operadoras USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE clientes ENABLE ROW LEVEL SECURITY;
ALTER TABLE clientes FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON clientes USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE processos ENABLE ROW LEVEL SECURITY;
ALTER TABLE processos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON processos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE decisoes ENABLE ROW LEVEL SECURITY;
ALTER TABLE decisoes FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON decisoes USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE efeitos ENABLE ROW LEVEL SECURITY;
ALTER TABLE efeitos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON efeitos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
