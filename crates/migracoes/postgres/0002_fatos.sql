-- Quem fez o quê (auditoria) e o que já foi pedido (idempotência).

CREATE TABLE auditoria (
    id            UUID PRIMARY KEY,
    conta_id      UUID NOT NULL REFERENCES contas (id),
    instante      TIMESTAMPTZ NOT NULL,
    usuario_id    UUID,
    -- Verbo estável, como `processo.aprovado`.
    acao          TEXT NOT NULL,
    entidade      TEXT NOT NULL,
    entidade_id   UUID NOT NULL,
    antes         JSONB,
    depois        JSONB,
    ip            TEXT,
    user_agent    TEXT,
    requisicao_id TEXT
);
CREATE INDEX auditoria_entidade ON auditoria (conta_id, entidade, entidade_id, instante);
CREATE INDEX auditoria_instante ON auditoria (conta_id, instante, id);

CREATE TABLE idempotencia (
    conta_id      UUID NOT NULL REFERENCES contas (id),
    usuario_id    UUID NOT NULL,
    chave         TEXT NOT NULL,
    -- SHA-256 de método, caminho e corpo: a mesma chave com outro pedido é recusada.
    pedido_sha256 BYTEA NOT NULL,
    -- Vazio enquanto a primeira requisição não terminou.
    status        BIGINT,
    corpo         BYTEA,
    criado_em     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (conta_id, usuario_id, chave)
);
CREATE INDEX idempotencia_criado ON idempotencia (criado_em);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE auditoria ENABLE ROW LEVEL SECURITY;
ALTER TABLE auditoria FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON auditoria USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE idempotencia ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotencia FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON idempotencia USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
