//! O que é a triagem: ler uma fatura solta e dizer de que processo ela parece ser. Nada se guarda: a pessoa
//! escolhe, e o anexo confere tudo de novo.

use documentos::FaturaLida;
use nucleo::{ClienteId, Cnpj, Competencia, OperadoraId, ProcessoId, Resultado, Sha256, normalizar};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Passo, Situacao,
    passos::{Circunstancias, impedimento},
    repositorio::triagem as repositorio,
};

/// Quantos candidatos se mostram.
const CANDIDATOS: usize = 8;
/// Palavra mais curta do nome do arquivo que diz alguma coisa.
const PALAVRA_MINIMA: usize = 4;

/// O quanto se sabe de que processo a fatura é.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = processos::Certeza)]
pub enum Certeza {
    /// Um só processo pode recebê-la, com CNPJ e mês conferidos (e operadora, se lida).
    Certa,
    /// Há candidatos, mas quem escolhe é a pessoa.
    Duvidosa,
    /// Nenhum processo pode recebê-la.
    Nenhuma,
}

/// Um processo da conta com o que o distingue, antes de comparar.
#[derive(Clone, Debug)]
pub struct Vaga {
    /// O processo.
    pub processo_id: ProcessoId,
    /// O mês dele.
    pub mes_ano: Competencia,
    /// Em que ponto está.
    pub situacao: Situacao,
    /// O cliente.
    pub cliente_id: ClienteId,
    /// Razão social.
    pub razao_social: String,
    /// CNPJ.
    pub cnpj: Cnpj,
    /// Unidade.
    pub unidade: String,
    /// Serviço.
    pub servico: String,
    /// A operadora.
    pub operadora_id: OperadoraId,
    /// Nome da operadora.
    pub operadora_nome: String,
    /// Código da operadora.
    pub operadora_codigo: String,
    /// Se o cadastro do cliente tem o que o SAT pede.
    pub dados_completos: bool,
}

/// Um processo comparado com a fatura.
#[derive(Clone, Debug)]
pub struct Candidato {
    /// O processo.
    pub vaga: Vaga,
    /// De 0 a 100: quanto do que se leu confere.
    pub pontos: u8,
    /// O que confere e o que não, em frases curtas.
    pub motivos: Vec<String>,
    /// Por que não pode receber a fatura agora; `None` se pode.
    pub motivo: Option<&'static str>,
    conferido: bool,
}

/// A fatura que já está em um processo da conta.
#[derive(Clone, Debug)]
pub struct JaRecebida {
    /// O processo que a tem.
    pub processo_id: ProcessoId,
    /// O mês dele.
    pub mes_ano: Competencia,
    /// De quem.
    pub razao_social: String,
}

/// O resultado.
#[derive(Clone, Debug)]
pub struct Triagem {
    /// O quanto se sabe.
    pub certeza: Certeza,
    /// O processo que já tem este mesmo arquivo.
    pub ja_recebida: Option<JaRecebida>,
    /// Os mais parecidos, melhores primeiro.
    pub candidatos: Vec<Candidato>,
}

/// Procura os processos de que a fatura pode ser e os compara com ela.
pub async fn triar(
    cx: &mut banco::Contexto,
    lida: &FaturaLida,
    nome: &str,
    sha256: Sha256,
) -> Resultado<Triagem> {
    let ja_recebida = repositorio::do_arquivo(cx, sha256).await?;
    let cobram = quem_cobra(lida, repositorio::operadoras(cx).await?);
    let mut vagas = repositorio::dos_cnpjs(cx, &lida.cnpjs, lida.competencia).await?;
    if vagas.is_empty()
        && let Some(mes) = lida.competencia
    {
        vagas = repositorio::das_operadoras(cx, &cobram, mes).await?;
    }
    let mut candidatos: Vec<Candidato> =
        vagas.into_iter().map(|vaga| comparar(vaga, lida, &cobram, nome)).collect();
    let certeza = certeza(&candidatos);
    candidatos.sort_by_key(|c| {
        (
            c.motivo.is_some(),
            std::cmp::Reverse(c.pontos),
            std::cmp::Reverse(c.vaga.mes_ano),
            c.vaga.processo_id,
        )
    });
    candidatos.truncate(CANDIDATOS);
    Ok(Triagem { certeza, ja_recebida, candidatos })
}

fn certeza(candidatos: &[Candidato]) -> Certeza {
    let mut possiveis = candidatos.iter().filter(|c| c.motivo.is_none()).peekable();
    if possiveis.peek().is_none() {
        return Certeza::Nenhuma;
    }
    match possiveis.filter(|c| c.conferido).count() {
        1 => Certeza::Certa,
        _ => Certeza::Duvidosa,
    }
}

/// As operadoras da conta que têm o nome de quem cobra (ou ele o delas); vazio se não se leu, ou se ninguém é.
fn quem_cobra(lida: &FaturaLida, operadoras: Vec<(OperadoraId, String)>) -> Vec<OperadoraId> {
    let Some(emissor) = lida.emissor_nome.as_deref().map(normalizar) else { return Vec::new() };
    let mesmo_nome = |nome: &str| {
        let nome = normalizar(nome);
        nome.contains(&emissor) || emissor.contains(&nome)
    };
    operadoras.into_iter().filter(|(_, nome)| mesmo_nome(nome)).map(|(id, _)| id).collect()
}

fn comparar(vaga: Vaga, lida: &FaturaLida, cobram: &[OperadoraId], nome: &str) -> Candidato {
    let (mut pontos, mut motivos) = (0, Vec::new());
    let mut anotar = |mais: u8, motivo: &str| {
        pontos += mais;
        motivos.push(motivo.to_owned());
    };
    let cnpj = lida.cnpjs.contains(&vaga.cnpj);
    if cnpj {
        anotar(50, "CNPJ confere");
    } else if lida.cnpjs.iter().any(|lido| lido.raiz() == vaga.cnpj.raiz()) {
        anotar(25, "outro estabelecimento da mesma empresa");
    }
    let mes = lida.competencia == Some(vaga.mes_ano);
    match lida.competencia {
        Some(_) if mes => anotar(30, "mês confere"),
        Some(lido) => anotar(0, &format!("a fatura é de {:02}/{}", lido.mes(), lido.ano())),
        None => anotar(0, "mês não lido"),
    }
    let operadora = cobram.contains(&vaga.operadora_id);
    if operadora {
        anotar(15, "operadora confere");
    } else if let Some(emissor) = &lida.emissor_nome {
        anotar(0, &format!("cobrada por {emissor}"));
    }
    if citada(nome, &vaga.unidade) || citada(nome, &vaga.servico) {
        anotar(5, "o nome do arquivo cita a unidade ou o serviço");
    }
    // Um nome que não é de operadora alguma da conta não contradiz nenhuma.
    let conferido = cnpj && mes && (operadora || cobram.is_empty());
    let motivo = impedimento(vaga.situacao, Passo::Anexar, &circunstancias(&vaga));
    Candidato { vaga, pontos, motivos, motivo, conferido }
}

/// Se o nome do arquivo traz uma palavra do texto.
fn citada(nome: &str, texto: &str) -> bool {
    let nome = normalizar(nome);
    normalizar(texto)
        .split(|c: char| !c.is_alphanumeric())
        .any(|palavra| palavra.chars().count() >= PALAVRA_MINIMA && nome.contains(palavra))
}

/// Só o que decide o anexo importa; o resto não o impede.
fn circunstancias(vaga: &Vaga) -> Circunstancias {
    Circunstancias {
        dados_completos: vaga.dados_completos,
        tem_rpa: true,
        operadora_ativa: true,
        cliente_ativo: true,
        tem_login: true,
        tem_senha: true,
        ..Circunstancias::default()
    }
}

#[cfg(test)]
mod testes;
