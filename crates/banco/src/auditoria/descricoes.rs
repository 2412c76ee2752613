//! O que cada verbo da auditoria quer dizer, em português. Uma prova da arrumação confere que nenhum falta.

/// Verbo e frase, em ordem de verbo. A frase segue o nome de quem fez: «Ana Souza aprovou a fatura».
pub const DESCRICOES: &[(&str, &str)] = &[
    ("agendamento.alterado", "alterou o agendamento"),
    ("agendamento.criado", "criou o agendamento"),
    ("agendamento.disparado", "disparou o agendamento"),
    ("agendamento.excluido", "excluiu o agendamento"),
    ("cliente.alterado", "alterou o cliente"),
    ("cliente.ativado", "ativou o cliente"),
    ("cliente.criado", "cadastrou o cliente"),
    ("cliente.desativado", "desativou o cliente"),
    ("conta.criada", "criou a conta"),
    ("conta.filha_criada", "criou a conta filha"),
    ("conta.reativada", "reativou a conta"),
    ("conta.suspensa", "suspendeu a conta"),
    ("execucao.cancelamento_pedido", "pediu o cancelamento da execução"),
    ("execucao.decidida", "decidiu a execução incerta"),
    ("execucao.repetida", "repetiu a execução"),
    ("operadora.alterada", "alterou a operadora"),
    ("operadora.ativada", "ativou a operadora"),
    ("operadora.criada", "cadastrou a operadora"),
    ("operadora.desativada", "desativou a operadora"),
    ("operadora.teste_pedido", "pediu um teste de acesso ao portal"),
    ("processo.aberto", "criou o processo"),
    ("processo.anotado", "mudou as observações do processo"),
    ("processo.aprovacao_desfeita", "desfez a aprovação da fatura"),
    ("processo.aprovado", "aprovou a fatura"),
    ("processo.corrigido", "corrigiu a fatura lida"),
    ("processo.download_descartado", "descartou um download que chegou fora de hora"),
    ("processo.download_pedido", "pediu o download da fatura"),
    ("processo.enviado", "enviou a fatura ao SAT"),
    ("processo.envio_pedido", "pediu o envio ao SAT"),
    ("processo.fatura_anexada", "anexou a fatura"),
    ("processo.fatura_baixada", "baixou a fatura do portal"),
    ("processo.rejeitado", "rejeitou a fatura"),
    ("processos.abertos", "criou os processos do mês"),
    ("sessao.aberta", "entrou no sistema"),
    ("sessao.encerrada", "saiu do sistema"),
    ("token.emitido", "emitiu um token de acesso"),
    ("usuario.criado", "cadastrou o usuário"),
    ("usuario.renomeado", "mudou o próprio nome"),
    ("usuario.senha_trocada", "trocou a senha"),
    ("vinculo.criado", "deu acesso à conta"),
    ("vinculo.grupos_mudados", "mudou os grupos de acesso"),
    ("vinculo.reativado", "devolveu o acesso à conta"),
    ("vinculo.revogado", "retirou o acesso à conta"),
    ("vinculo.tornado_administrador", "tornou administrador da conta"),
    ("visao.alterada", "alterou a visão salva"),
    ("visao.criada", "salvou uma visão"),
    ("visao.excluida", "excluiu a visão salva"),
];

/// A frase de um verbo; o próprio verbo, se for de uma versão que este servidor não conhece.
pub fn descrever(acao: &str) -> &str {
    DESCRICOES.iter().find(|(verbo, _)| *verbo == acao).map_or(acao, |(_, frase)| frase)
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn verbos_em_ordem_sem_repetir() {
        assert!(DESCRICOES.windows(2).all(|par| par[0].0 < par[1].0));
        assert_eq!(descrever("processo.aprovado"), "aprovou a fatura");
        assert_eq!(descrever("nave.decolou"), "nave.decolou");
    }
}
