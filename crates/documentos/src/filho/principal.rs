//! O que o filho faz: lê um PDF da entrada padrão e escreve a resposta em JSON na saída.

use std::io::{Read, Write};
use std::panic::catch_unwind;
use std::process::ExitCode;

use super::protocolo::{Pedido, Resposta};
use crate::inspecao::Recusa;
use crate::leitura::ler_neste_processo;

/// O que o executável chama quando recebe [`super::ARGUMENTO`].
///
/// O pedido vem no último argumento. Deve ser chamada antes de qualquer outra coisa: sem
/// banco, sem configuração e sem fios de execução, o filho começa pequeno.
pub fn principal() -> ExitCode {
    let pedido = std::env::args().next_back().unwrap_or_default();
    match atender(&pedido, std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(causa) => {
            eprintln!("{causa}");
            ExitCode::FAILURE
        }
    }
}

fn atender(pedido: &str, entrada: impl Read, mut saida: impl Write) -> std::io::Result<()> {
    let pedido: Pedido = serde_json::from_str(pedido)?;
    let mut conteudo = Vec::new();
    // Um byte além do limite basta para saber que passou dele.
    entrada.take(pedido.limites.tamanho_bytes.saturating_add(1)).read_to_end(&mut conteudo)?;
    let leitura = catch_unwind(|| ler_neste_processo(&conteudo, pedido.captura, &pedido.limites));
    let resposta = match leitura.unwrap_or(Err(Recusa::Danificado)) {
        Ok(fatura) => Resposta::Lida(Box::new(fatura)),
        Err(recusa) => Resposta::Recusada(recusa),
    };
    saida.write_all(&serde_json::to_vec(&resposta)?)?;
    saida.flush()
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::inspecao::{LimitesPdf, Parece};

    fn resposta(conteudo: &[u8], limites: LimitesPdf) -> Resposta {
        let captura = "2026-08-01".parse().unwrap();
        let pedido = serde_json::to_string(&Pedido { captura, limites }).unwrap();
        let mut saida = Vec::new();
        atender(&pedido, conteudo, &mut saida).unwrap();
        serde_json::from_slice(&saida).unwrap()
    }

    #[test]
    fn recusa_vai_na_resposta() {
        let Resposta::Recusada(recusa) = resposta(b"<html>", LimitesPdf::default()) else { panic!() };
        assert_eq!(recusa, Recusa::NaoEPdf { parece: Parece::Html });
        let limites = LimitesPdf { tamanho_bytes: 3, ..LimitesPdf::default() };
        let Resposta::Recusada(recusa) = resposta(b"%PDF-1.4", limites) else { panic!() };
        assert_eq!(recusa, Recusa::GrandeDemais { limite_bytes: 3 });
    }

    #[test]
    fn pedido_malfeito_e_erro() {
        assert!(atender("{}", &b""[..], Vec::new()).is_err());
    }
}
