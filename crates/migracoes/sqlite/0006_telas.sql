-- O que as telas pedem: execuções com nome, disparos à mão, visões salvas e auditoria com filtros.

ALTER TABLE execucoes ADD COLUMN titulo TEXT;
ALTER TABLE execucoes ADD COLUMN detalhe TEXT;
-- Título e detalhe normalizados, para busca.
ALTER TABLE execucoes ADD COLUMN busca TEXT NOT NULL DEFAULT '';
UPDATE execucoes SET
    titulo = (SELECT c.razao_social || ' · ' || o.nome FROM processos p
        JOIN clientes c ON c.id = p.cliente_id JOIN operadoras o ON o.id = p.operadora_id
        WHERE p.conta_id = execucoes.conta_id AND p.id = execucoes.alvo_id),
    detalhe = (SELECT CASE c.unidade WHEN '' THEN '' ELSE c.unidade || ' · ' END
        || substr(p.mes_ano, 6, 2) || '/' || substr(p.mes_ano, 1, 4) FROM processos p
        JOIN clientes c ON c.id = p.cliente_id
        WHERE p.conta_id = execucoes.conta_id AND p.id = execucoes.alvo_id),
    busca = COALESCE((SELECT c.busca || ' ' || upper(o.nome) FROM processos p
        JOIN clientes c ON c.id = p.cliente_id JOIN operadoras o ON o.id = p.operadora_id
        WHERE p.conta_id = execucoes.conta_id AND p.id = execucoes.alvo_id), '')
WHERE alvo_tipo = 'processo';
CREATE INDEX execucoes_situacao ON execucoes (conta_id, status, id);
CREATE INDEX execucoes_encerradas ON execucoes (conta_id, data_fim) WHERE data_fim IS NOT NULL;
CREATE INDEX execucoes_repetidas ON execucoes (conta_id, repete_id) WHERE repete_id IS NOT NULL;

-- AGENDADO ou MANUAL.
ALTER TABLE agendamento_disparos ADD COLUMN origem TEXT NOT NULL DEFAULT 'AGENDADO';
CREATE INDEX agendamento_disparos_lista ON agendamento_disparos (conta_id, agendamento_id, criado_em);

CREATE INDEX auditoria_acao ON auditoria (conta_id, acao, instante, id);
CREATE INDEX auditoria_usuario ON auditoria (conta_id, usuario_id, instante, id);

-- Os filtros que uma pessoa guarda em uma tela.
CREATE TABLE visoes (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL REFERENCES contas (id),
    usuario_id    BLOB NOT NULL REFERENCES usuarios (id),
    tela          TEXT NOT NULL,
    nome          TEXT NOT NULL,
    -- A parte do endereço depois de `?`.
    consulta      TEXT NOT NULL,
    posicao       INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    atualizado_em INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, usuario_id, tela, nome)
) STRICT;
