-- Linhas de registro das execuções. Em SQLite moram em um arquivo à parte (telemetria.db), com
-- durabilidade menor, para que nunca esperem pelo disco junto com o que importa.

CREATE TABLE registros (
    execucao_id BLOB NOT NULL,
    sequencia   INTEGER NOT NULL,
    conta_id    BLOB NOT NULL,
    tentativa   INTEGER NOT NULL,
    instante    INTEGER NOT NULL,
    nivel       TEXT NOT NULL,
    mensagem    TEXT NOT NULL,
    PRIMARY KEY (execucao_id, sequencia)
) STRICT;
CREATE INDEX registros_instante ON registros (conta_id, instante);
