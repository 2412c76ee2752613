//! O que é a fusão: juntar o que cada fonte disse de cada campo e escolher pela precedência.
//!
//! Valor: linha digitável, Pix, rótulo. Vencimento: linha digitável, rótulo. Emissor: chave
//! da NFCom, rótulo, dedução. O que uma fonte contradiz na outra vira alerta, nunca conserto.

use chrono::NaiveDate;
use nucleo::Dinheiro;

use super::partes::{Partes, separar};
use super::rotulos::{self, encurtar, procurar};
use super::texto::{Pagina, TextoExtraido};
use super::{Alerta, Campo, FaturaLida, Fonte, FonteDeCampo, valores};
use crate::codigos::localizador::{
    localizar_chaves, localizar_cpfs, localizar_linhas_erradas, localizar_pagamentos, localizar_pix,
};
use crate::codigos::{ChaveNfcom, CodigoPagamento, Pix};

/// Quantas fontes se guardam: a mesma linha repetida em mil páginas não diz mais nada.
const FONTES: usize = 200;
/// Quantas linhas erradas viram alerta.
const LINHAS_ERRADAS: usize = 5;

/// Os códigos com dígito verificador achados no documento, com a página de cada um.
struct Codigos {
    pagamentos: Vec<(u32, CodigoPagamento)>,
    chaves: Vec<(u32, ChaveNfcom)>,
    pix: Option<(u32, Pix)>,
    linhas_erradas: Vec<String>,
}

/// Monta a fatura a partir do texto; `captura` só desempata o ciclo do fator.
pub(super) fn fundir(paginas: u32, extraido: &TextoExtraido, captura: NaiveDate) -> FaturaLida {
    let texto = &extraido.paginas;
    let codigos = localizar(texto);
    let valores_impressos = procurar(texto, &rotulos::VALOR, valores::dinheiros);
    let vencimentos = procurar(texto, &rotulos::VENCIMENTO, valores::datas);
    let emissoes = procurar(texto, &rotulos::EMISSAO, valores::datas);
    let competencias = procurar(texto, &rotulos::COMPETENCIA, valores::competencias);
    let numeros = procurar(texto, &rotulos::NUMERO, rotulos::numeros);

    let pagamento = escolher(&codigos.pagamentos, &valores_impressos);
    let emissao = emissoes.first().map(|(data, _)| *data);
    let referencia = emissao.or(vencimentos.first().map(|(data, _)| *data)).unwrap_or(captura);
    let vencimento_no_codigo = pagamento.and_then(|(_, codigo)| codigo.vencimento(referencia));
    let valor_no_codigo = pagamento.and_then(|(_, codigo)| codigo.valor());
    let valor_no_pix = codigos.pix.as_ref().and_then(|(_, pix)| pix.valor);
    let chave = codigos.chaves.first();
    let partes = separar(texto, chave.and_then(|(_, chave)| chave.emissor()));

    let valor = valor_no_codigo.or(valor_no_pix).or(valores_impressos.first().map(|(v, _)| *v));
    let vencimento = vencimento_no_codigo.or(vencimentos.first().map(|(data, _)| *data));
    let mut alertas = extraido.alertas.clone();
    alertas.extend(alertas_dos_codigos(&codigos));
    alertas.extend(
        divergencia(valor_no_codigo, &valores_impressos)
            .map(|(codigo_traz, impresso)| Alerta::ValorDivergente { codigo_traz, impresso }),
    );
    alertas.extend(
        divergencia(vencimento_no_codigo, &vencimentos)
            .map(|(codigo_traz, impresso)| Alerta::VencimentoDivergente { codigo_traz, impresso }),
    );
    alertas.extend(pix_divergente(valor_no_pix, valor));
    alertas.extend(emissor_divergente(chave.map(|(_, chave)| chave), &partes));

    let mut fontes = fontes_dos_codigos(texto, &codigos, pagamento, vencimento_no_codigo);
    fontes.extend(valores_impressos.into_iter().map(|(_, fonte)| fonte));
    fontes.extend(vencimentos.into_iter().map(|(_, fonte)| fonte));
    fontes.extend(emissoes.into_iter().map(|(_, fonte)| fonte));
    fontes.extend(competencias.iter().map(|(_, fonte)| fonte.clone()));
    fontes.extend(numeros.iter().map(|(_, fonte)| fonte.clone()));
    fontes.extend(partes.fontes);
    fontes.truncate(FONTES);
    let numero_da_nota = || chave.map(|(_, chave)| chave.numero().to_owned());

    FaturaLida {
        paginas,
        linha_digitavel: pagamento.map(|(_, codigo)| codigo.linha()),
        codigo_barras: pagamento.map(|(_, codigo)| codigo.barras().to_owned()),
        valor,
        vencimento,
        emissao,
        emissor_cnpj: partes.emissor,
        emissor_nome: pagamento.and_then(|(_, codigo)| codigo.empresa()).map(|e| e.nome.to_owned()),
        cliente_cnpj: partes.cliente,
        cnpjs: partes.cnpjs,
        cpfs: texto.iter().flat_map(|pagina| localizar_cpfs(&pagina.texto)).collect(),
        competencia: competencias.first().map(|(mes, _)| *mes),
        numero: numeros.into_iter().next().map(|(numero, _)| numero).or_else(numero_da_nota),
        chave_nfcom: codigos.chaves.into_iter().next().map(|(_, chave)| chave),
        pix: codigos.pix.map(|(_, pix)| pix),
        alertas,
        fontes,
    }
}

fn localizar(paginas: &[Pagina]) -> Codigos {
    let mut codigos =
        Codigos { pagamentos: Vec::new(), chaves: Vec::new(), pix: None, linhas_erradas: Vec::new() };
    for pagina in paginas {
        for codigo in localizar_pagamentos(&pagina.texto) {
            if codigos.pagamentos.iter().all(|(_, outro)| *outro != codigo) {
                codigos.pagamentos.push((pagina.numero, codigo));
            }
        }
        for chave in localizar_chaves(&pagina.texto) {
            if codigos.chaves.iter().all(|(_, outra)| *outra != chave) {
                codigos.chaves.push((pagina.numero, chave));
            }
        }
        if codigos.pix.is_none() {
            codigos.pix = localizar_pix(&pagina.texto).into_iter().next().map(|pix| (pagina.numero, pix));
        }
        codigos.linhas_erradas.extend(localizar_linhas_erradas(&pagina.texto));
    }
    codigos
}

/// Com mais de um código, vale o que tem o valor impresso; senão, o primeiro.
fn escolher<'a>(
    pagamentos: &'a [(u32, CodigoPagamento)],
    impressos: &[(Dinheiro, FonteDeCampo)],
) -> Option<&'a (u32, CodigoPagamento)> {
    let confere = |(_, codigo): &&(u32, CodigoPagamento)| {
        codigo.valor().is_some_and(|valor| impressos.iter().any(|(impresso, _)| *impresso == valor))
    };
    pagamentos.iter().find(confere).or(pagamentos.first())
}

fn alertas_dos_codigos(codigos: &Codigos) -> Vec<Alerta> {
    let mut alertas = Vec::new();
    if codigos.pagamentos.is_empty() {
        alertas.push(Alerta::SemLinhaDigitavel);
    }
    if codigos.pagamentos.len() > 1 {
        let quantidade = u32::try_from(codigos.pagamentos.len()).unwrap_or(u32::MAX);
        alertas.push(Alerta::VariasLinhasDigitaveis { quantidade });
    }
    if codigos.chaves.len() > 1 {
        let quantidade = u32::try_from(codigos.chaves.len()).unwrap_or(u32::MAX);
        alertas.push(Alerta::VariasChavesNfcom { quantidade });
    }
    let erradas = codigos.linhas_erradas.iter().take(LINHAS_ERRADAS).cloned();
    alertas.extend(erradas.map(|linha| Alerta::LinhaDigitavelErrada { linha }));
    alertas
}

/// O par (código, impresso) quando nenhum dos impressos confirma o código.
fn divergencia<T: Copy + PartialEq>(no_codigo: Option<T>, impressos: &[(T, FonteDeCampo)]) -> Option<(T, T)> {
    let no_codigo = no_codigo?;
    let (primeiro, _) = impressos.first()?;
    impressos.iter().all(|(impresso, _)| *impresso != no_codigo).then_some((no_codigo, *primeiro))
}

fn pix_divergente(no_pix: Option<Dinheiro>, a_pagar: Option<Dinheiro>) -> Option<Alerta> {
    let (pix, a_pagar) = (no_pix?, a_pagar?);
    (pix != a_pagar).then_some(Alerta::PixDivergente { pix, a_pagar })
}

fn emissor_divergente(chave: Option<&ChaveNfcom>, partes: &Partes) -> Option<Alerta> {
    let (chave, impresso) = (chave?.emissor()?, partes.emissor_rotulado?);
    (chave.raiz() != impresso.raiz()).then_some(Alerta::EmissorDivergente { chave, impresso })
}

fn fontes_dos_codigos(
    paginas: &[Pagina],
    codigos: &Codigos,
    pagamento: Option<&(u32, CodigoPagamento)>,
    vencimento: Option<NaiveDate>,
) -> Vec<FonteDeCampo> {
    let nova = |campo, fonte, pagina: u32, valor: String, procurado: &str| FonteDeCampo {
        campo,
        fonte,
        valor,
        pagina,
        trecho: trecho_com(paginas, pagina, procurado),
    };
    let mut fontes = Vec::new();
    if let Some((pagina, codigo)) = pagamento {
        let linha = codigo.linha();
        let da_linha = |campo, valor| nova(campo, Fonte::LinhaDigitavel, *pagina, valor, &linha);
        fontes.extend(codigo.valor().map(|valor| da_linha(Campo::Valor, valor.to_string())));
        fontes.extend(vencimento.map(|data| da_linha(Campo::Vencimento, data.to_string())));
    }
    if let Some((pagina, pix)) = &codigos.pix {
        let valor = pix.valor.map(|valor| valor.to_string());
        fontes.extend(valor.map(|v| nova(Campo::Valor, Fonte::Pix, *pagina, v, &pix.copia_e_cola)));
    }
    for (pagina, chave) in &codigos.chaves {
        let da_chave = |campo, valor| nova(campo, Fonte::ChaveNfcom, *pagina, valor, chave.como_texto());
        fontes.extend(chave.emissor().map(|cnpj| da_chave(Campo::Emissor, cnpj.to_string())));
        fontes.push(da_chave(Campo::Numero, chave.numero().to_owned()));
    }
    fontes
}

/// A linha de texto em que um código começa; se ela não se acha, o próprio código.
fn trecho_com(paginas: &[Pagina], pagina: u32, procurado: &str) -> String {
    let comeco: String = procurado.chars().take(8).collect();
    let sem_separadores = |linha: &str| linha.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let comeco = sem_separadores(&comeco);
    let linha = paginas
        .iter()
        .filter(|p| p.numero == pagina)
        .flat_map(|p| p.texto.lines())
        .find(|linha| sem_separadores(linha).contains(&comeco));
    encurtar(linha.unwrap_or(procurado))
}
