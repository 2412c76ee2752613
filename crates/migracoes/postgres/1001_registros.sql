-- Linhas de registro das execuções. Em SQLite moram em um arquivo à parte (telemetria.db), com
-- durabilidade menor, para que nunca esperem pelo disco junto com o que importa.

CREATE TABLE registros (
    execucao_id UUID NOT NULL,
    sequencia   BIGINT NOT NULL,
    conta_id    UUID NOT NULL,
    tentativa   BIGINT NOT NULL,
    instante    TIMESTAMPTZ NOT NULL,
    nivel       TEXT NOT NULL,
    mensagem    TEXT NOT NULL,
    PRIMARY KEY (execucao_id, sequencia)
);
CREATE INDEX registros_instante ON registros (conta_id, instante);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE registros ENABLE ROW LEVEL SECURITY;
ALTER TABLE registros FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON registros USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
