-- Quem fez o quê (auditoria) e o que já foi pedido (idempotência).

CREATE TABLE auditoria (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL REFERENCES contas (id),
    instante      INTEGER NOT NULL,
    usuario_id    BLOB,
    -- Verbo estável, como `processo.aprovado`.
    acao          TEXT NOT NULL,
    entidade      TEXT NOT NULL,
    entidade_id   BLOB NOT NULL,
    antes         TEXT,
    depois        TEXT,
    ip            TEXT,
    user_agent    TEXT,
    requisicao_id TEXT
) STRICT;
CREATE INDEX auditoria_entidade ON auditoria (conta_id, entidade, entidade_id, instante);
CREATE INDEX auditoria_instante ON auditoria (conta_id, instante, id);

CREATE TABLE idempotencia (
    conta_id      BLOB NOT NULL REFERENCES contas (id),
    usuario_id    BLOB NOT NULL,
    chave         TEXT NOT NULL,
    -- SHA-256 de método, caminho e corpo: a mesma chave com outro pedido é recusada.
    pedido_sha256 BLOB NOT NULL,
    -- Vazio enquanto a primeira requisição não terminou.
    status        INTEGER,
    corpo         BLOB,
    criado_em     INTEGER NOT NULL,
    PRIMARY KEY (conta_id, usuario_id, chave)
) STRICT;
CREATE INDEX idempotencia_criado ON idempotencia (criado_em);
