//! Do que o RPA diz que deu errado ao que o motor deve fazer.

use std::time::Duration;

use documentos::Armazem;
use motor::{Ambiente, Falha, Nivel, NovaEvidencia, TipoDeEvidencia};
use rpa::{ClasseErro, ResultadoSaida};
use serde_json::{Value, json};

use crate::processos::acoes::Recebida;

/// Quantas fotos da tela se guardam de uma tentativa; valem as últimas.
const FOTOS: usize = 5;

/// A classe e a mensagem do erro; um resultado sem sucesso e sem erro é defeito de quem o produziu.
pub fn classe_e_mensagem(saida: &ResultadoSaida) -> (ClasseErro, String) {
    match &saida.erro {
        Some(erro) => (erro.classe, erro.mensagem.clone()),
        None => (ClasseErro::Interno, saida.mensagem.clone()),
    }
}

/// A falha que uma classe de erro vira.
///
/// O que só muda com uma pessoa (senha, captcha, regra de negócio) não se repete; a fatura ainda não emitida
/// volta depois de `espera_da_emissao` sem gastar tentativa; o resto se repete com a espera da política.
pub fn falha_da_classe(classe: ClasseErro, mensagem: String, espera_da_emissao: Duration) -> Falha {
    let codigo = classe.codigo();
    match classe {
        ClasseErro::Credencial | ClasseErro::Negocio | ClasseErro::Captcha | ClasseErro::Duplicada => {
            Falha::desistir(codigo, mensagem)
        }
        ClasseErro::AindaNaoEmitida => Falha::adiar(espera_da_emissao, codigo, mensagem),
        ClasseErro::PortalFora
        | ClasseErro::Tempo
        | ClasseErro::LayoutMudou
        | ClasseErro::DocumentoInvalido
        | ClasseErro::Interno => Falha::repetir(codigo, mensagem),
        ClasseErro::Cancelado => Falha::cancelado(),
    }
}

/// O que a tentativa que falhou deixa no seu registro: onde parou e o que o portal mostrou.
pub fn relato(saida: &ResultadoSaida) -> Value {
    json!({
        "mensagem": saida.mensagem,
        "passo": saida.erro.as_ref().and_then(|e| e.passo.clone()),
        "dados_extraidos": saida.dados_extraidos,
        "dados_especificos": saida.dados_especificos,
        "tempo_execucao_segundos": saida.tempo_execucao_segundos,
    })
}

/// Guarda as fotos da tela que o RPA tirou, tenha dado certo ou não. O que não se consegue guardar é dito, e a
/// execução segue: evidência não é objetivo.
pub async fn guardar_fotos(ambiente: &Ambiente, armazem: &Armazem, saida: &ResultadoSaida) {
    let passo = saida.erro.as_ref().and_then(|e| e.passo.clone());
    let sobram = saida.screenshots_debug.len().saturating_sub(FOTOS);
    for foto in saida.screenshots_debug.iter().skip(sobram) {
        let nome = foto.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let guardada = armazem.guardar_de_caminho(foto).await;
        let feito = match guardada {
            Ok(guardada) => {
                let nova = NovaEvidencia {
                    nome,
                    tipo: TipoDeEvidencia::Foto,
                    passo: passo.clone(),
                    arquivo_sha256: guardada.sha256,
                    tamanho_bytes: guardada.tamanho_bytes,
                };
                ambiente.anotar_evidencia(nova).await.map_err(|erro| erro.to_string())
            }
            Err(causa) => Err(causa.to_string()),
        };
        if let Err(motivo) = feito {
            ambiente.registrar(Nivel::Aviso, format!("a foto da tela não pôde ser guardada: {motivo}"));
        }
    }
}

/// Guarda, para ver depois, o arquivo que o portal entregou e que não serviu. Ele já está no armazém.
pub async fn guardar_arquivo_recusado(ambiente: &Ambiente, recebida: &Recebida) {
    let nova = NovaEvidencia {
        nome: "fatura-recusada.pdf".into(),
        tipo: TipoDeEvidencia::Arquivo,
        passo: None,
        arquivo_sha256: recebida.sha256,
        tamanho_bytes: recebida.tamanho_bytes,
    };
    if let Err(motivo) = ambiente.anotar_evidencia(nova).await {
        ambiente.registrar(Nivel::Aviso, format!("o arquivo recusado não pôde ser guardado: {motivo}"));
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use motor::Decisao;

    #[test]
    fn cada_classe_de_erro_tem_a_sua_decisao() {
        let espera = Duration::from_secs(6 * 3600);
        let casos = [
            (ClasseErro::Credencial, Decisao::Desistir),
            (ClasseErro::Negocio, Decisao::Desistir),
            (ClasseErro::Captcha, Decisao::Desistir),
            (ClasseErro::Duplicada, Decisao::Desistir),
            (ClasseErro::AindaNaoEmitida, Decisao::Adiar(espera)),
            (ClasseErro::PortalFora, Decisao::Repetir),
            (ClasseErro::Tempo, Decisao::Repetir),
            (ClasseErro::LayoutMudou, Decisao::Repetir),
            (ClasseErro::DocumentoInvalido, Decisao::Repetir),
            (ClasseErro::Interno, Decisao::Repetir),
            (ClasseErro::Cancelado, Decisao::Cancelado),
        ];
        for (classe, decisao) in casos {
            let falha = falha_da_classe(classe, "m".into(), espera);
            assert_eq!(falha.decisao, decisao, "{classe:?}");
            if classe != ClasseErro::Cancelado {
                assert_eq!((falha.classe.as_str(), falha.mensagem.as_str()), (classe.codigo(), "m"));
            }
        }
    }
}
