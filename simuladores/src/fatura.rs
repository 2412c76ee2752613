//! O que é a fatura de um cliente num mês: sempre a mesma para o mesmo cliente e mês.

use chrono::NaiveDate;

use crate::catalogo::ClienteSimulado;
use crate::codigos::arrecadacao::{self, Modulo};
use crate::codigos::{nfcom, pix};
use crate::digitos::{completar_cnpj, modulo_10};
use crate::falhas::Portal;
use crate::mes_ano::MesAno;

/// Uma linha da fatura; desconto tem valor negativo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// O que foi cobrado.
    pub descricao: String,
    /// Quantas unidades.
    pub quantidade: u32,
    /// Valor total da linha, em centavos.
    pub centavos: i64,
}

/// Quem emite a fatura: nome e CNPJ inventados para cada operadora.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emissor {
    /// Razão social.
    pub nome: String,
    /// CNPJ sem máscara.
    pub cnpj: String,
    /// Endereço, numa linha.
    pub endereco: &'static str,
}

/// A fatura, com os códigos que vão no papel já calculados.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fatura {
    /// O cliente cobrado.
    pub cliente: ClienteSimulado,
    /// Quem cobra.
    pub emissor: Emissor,
    /// Mês de referência.
    pub mes_ano: MesAno,
    /// Número da fatura: 10 algarismos, o último verificador.
    pub numero: String,
    /// Dia da emissão, dentro do mês de referência.
    pub emissao: NaiveDate,
    /// Dia do vencimento, no mês seguinte.
    pub vencimento: NaiveDate,
    /// Linhas cobradas.
    pub itens: Vec<Item>,
    /// Chamadas e usos da segunda página; vazio nas operadoras de página única.
    pub detalhes: Vec<Item>,
    /// Soma dos itens, em centavos.
    pub total_centavos: u64,
    /// Código de barras, 44 algarismos.
    pub codigo_barras: String,
    /// Linha digitável, 48 algarismos.
    pub linha_digitavel: String,
    /// Pix copia-e-cola.
    pub pix: String,
    /// Chave de acesso da NFCom, 44 posições.
    pub chave_nfcom: String,
}

impl Fatura {
    /// A fatura deste cliente neste mês.
    #[must_use]
    pub fn gerar(cliente: &ClienteSimulado, mes_ano: MesAno) -> Self {
        let portal = cliente.portal();
        let mut sorteio =
            Sorteio::novo(&format!("{portal:?}/{}/{}/{mes_ano}", cliente.login, cliente.unidade));
        let dia_fixo = Sorteio::novo(&cliente.filtro).entre(5, 25);
        let emissao = mes_ano.dia(sorteio.entre(18, 24));
        let vencimento = mes_ano.seguinte().dia(dia_fixo);
        let base = format!("{:03}{}{:02}", 100 + cliente.indice, mes_ano.ano(), mes_ano.mes());
        let numero = format!("{base}{}", modulo_10(&base));
        let detalhes = sortear_detalhes(portal, mes_ano, &mut sorteio);
        let itens = sortear_itens(portal, &cliente.servico, &detalhes, &mut sorteio);
        let total_centavos = itens.iter().map(|item| item.centavos).sum::<i64>().unsigned_abs();
        let modulo = if matches!(portal, Portal::Viv | Portal::Dig) { Modulo::Onze } else { Modulo::Dez };
        let livre = format!("{numero}{:07}", sorteio.entre(0, 9_999_999));
        let codigo_barras =
            arrecadacao::montar(modulo, total_centavos, portal.codigo_febraban(), vencimento, &livre);
        let emissor = emissor(portal);
        let pagamento =
            format!("pix.{}.example/qr/v2/cobv/{}{:016x}", portal.prefixo(), numero, sorteio.proximo());
        let nota = 10_000 + u32::try_from(cliente.indice).unwrap_or_default() * 200 + sorteio.entre(0, 199);
        Self {
            cliente: cliente.clone(),
            mes_ano,
            emissao,
            vencimento,
            linha_digitavel: arrecadacao::linha_digitavel(&codigo_barras),
            pix: pix::br_code(&pagamento, total_centavos, &sem_acento(&emissor.nome), "SAO PAULO"),
            chave_nfcom: nfcom::chave(35, emissao, &emissor.cnpj, 1, nota, sorteio.entre(1, 9_999_999)),
            emissor,
            numero,
            itens,
            detalhes,
            total_centavos,
            codigo_barras,
        }
    }

    /// O total como se escreve: `1.234,56`.
    #[must_use]
    pub fn valor_na_tela(&self) -> String {
        reais(self.total_centavos.cast_signed())
    }

    /// O vencimento como se escreve: `dd/mm/aaaa`.
    #[must_use]
    pub fn vencimento_na_tela(&self) -> String {
        self.vencimento.format("%d/%m/%Y").to_string()
    }

    /// Nome do arquivo que o portal entrega.
    #[must_use]
    pub fn nome_arquivo(&self) -> String {
        format!("fatura-{}-{}.pdf", self.cliente.operadora_codigo.to_lowercase(), self.numero)
    }
}

/// Centavos como `1.234,56`, com sinal quando negativos.
#[must_use]
pub fn reais(centavos: i64) -> String {
    let inteiro = (centavos.unsigned_abs() / 100).to_string();
    let mut agrupado = String::new();
    for (posicao, algarismo) in inteiro.chars().enumerate() {
        if posicao > 0 && (inteiro.len() - posicao).is_multiple_of(3) {
            agrupado.push('.');
        }
        agrupado.push(algarismo);
    }
    let sinal = if centavos < 0 { "-" } else { "" };
    format!("{sinal}{agrupado},{:02}", centavos.unsigned_abs() % 100)
}

fn emissor(portal: Portal) -> Emissor {
    let (nome, base, endereco) = match portal {
        Portal::Emb => ("Embratel Simulada S.A.", "910000060001", "Av. das Antenas, 100 - São Paulo/SP"),
        Portal::Viv => ("Vivo Simulada Telefônica S.A.", "910000840001", "Rua do Sinal, 1376 - São Paulo/SP"),
        Portal::Dig => {
            ("Digitalnet Simulada Ltda", "910009990001", "Rua da Fibra, 42 - São José dos Campos/SP")
        }
        Portal::Oi => {
            ("Oi Simulada Soluções S.A.", "910001130001", "Rua do Lavradio Novo, 71 - São Paulo/SP")
        }
        Portal::Tim => ("TIM Simulada S.A.", "910001090001", "Av. das Ondas, 850 - São Paulo/SP"),
        Portal::Sat => ("SAT", "910000000001", "-"),
    };
    Emissor { nome: nome.to_owned(), cnpj: completar_cnpj(base), endereco }
}

fn sortear_itens(portal: Portal, servico: &str, detalhes: &[Item], sorteio: &mut Sorteio) -> Vec<Item> {
    let extras: &[&str] = match portal {
        Portal::Emb => &["Locação de roteador", "Endereço IP fixo", "Gerência proativa", "Porta adicional"],
        Portal::Viv => {
            &["Pacote de voz ilimitada", "Internet 20 GB compartilhada", "Gestor on-line", "SMS corporativo"]
        }
        Portal::Dig => &["Manutenção do enlace", "Bloco IPv4 /29", "Monitoramento 24x7"],
        Portal::Oi => &["Franquia de minutos", "Identificador de chamadas", "Siga-me", "Assinatura digital"],
        Portal::Tim | Portal::Sat => {
            &["Plano Empresas 10 GB", "Chip M2M", "Gestão de frota", "Roaming nacional"]
        }
    };
    let mut itens = vec![Item {
        descricao: format!("Assinatura {servico}"),
        quantidade: 1,
        centavos: i64::from(sorteio.entre(18_000, 260_000)),
    }];
    for descricao in extras {
        let quantidade = sorteio.entre(1, 6);
        let centavos = i64::from(quantidade) * i64::from(sorteio.entre(990, 14_990));
        itens.push(Item { descricao: (*descricao).to_owned(), quantidade, centavos });
    }
    if !detalhes.is_empty() {
        let centavos = detalhes.iter().map(|item| item.centavos).sum();
        itens.push(Item { descricao: "Consumo detalhado na página 2".into(), quantidade: 1, centavos });
    }
    itens.push(Item {
        descricao: "Desconto contratual".into(),
        quantidade: 1,
        centavos: -i64::from(sorteio.entre(500, 9_000)),
    });
    itens
}

fn sortear_detalhes(portal: Portal, mes_ano: MesAno, sorteio: &mut Sorteio) -> Vec<Item> {
    if !matches!(portal, Portal::Viv | Portal::Tim) {
        return Vec::new();
    }
    (0..28)
        .map(|n| Item {
            descricao: format!(
                "{:02}/{} (11) 9{:04}-{:04}",
                n + 1,
                mes_ano.na_tela(),
                sorteio.entre(6000, 9999),
                sorteio.entre(0, 9999)
            ),
            quantidade: sorteio.entre(1, 55),
            centavos: i64::from(sorteio.entre(12, 890)),
        })
        .collect()
}

fn sem_acento(texto: &str) -> String {
    let trocar = |letra| match letra {
        'á' | 'ã' | 'â' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'õ' | 'ô' => 'o',
        'ú' => 'u',
        'ç' => 'c',
        outra => outra,
    };
    texto.chars().map(trocar).filter(char::is_ascii).collect::<String>().to_uppercase()
}

/// Números que parecem sorteados e são sempre os mesmos para a mesma semente.
struct Sorteio(u64);

impl Sorteio {
    fn novo(semente: &str) -> Self {
        Self(
            semente
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    fn proximo(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn entre(&mut self, menor: u32, maior: u32) -> u32 {
        let resto = self.proximo() % u64::from(maior - menor + 1);
        menor + u32::try_from(resto).unwrap_or_default()
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::catalogo;
    use crate::codigos::pix::crc_16;
    use crate::digitos::{cnpj_esta_certo, modulo_11};

    #[test]
    fn codigos_concordam_com_valor_e_data_em_todo_o_catalogo() {
        for cliente in catalogo::padrao() {
            for mes in MesAno::todos().filter(|m| m.ano() == 2026) {
                let fatura = Fatura::gerar(&cliente, mes);
                let b = &fatura.codigo_barras;
                assert_eq!(b.len(), 44);
                let resto = format!("{}{}", &b[..3], &b[4..]);
                let geral = if &b[2..3] == "8" { modulo_11(&resto) } else { modulo_10(&resto) };
                assert_eq!(b[3..4], geral.to_string(), "{cliente:?} {mes}");
                assert_eq!(b[4..15].parse::<u64>().unwrap(), fatura.total_centavos);
                assert_eq!(&b[15..19], cliente.portal().codigo_febraban());
                assert_eq!(b[19..27], fatura.vencimento.format("%Y%m%d").to_string());
                let linha = &fatura.linha_digitavel;
                let volta: String = (0..4).map(|n| &linha[n * 12..n * 12 + 11]).collect();
                assert_eq!(&volta, b);
                assert_eq!(linha, &arrecadacao::linha_digitavel(b));
                assert_eq!(fatura.vencimento, mes.seguinte().dia(chrono::Datelike::day(&fatura.vencimento)));
                assert!(fatura.emissao < fatura.vencimento);
            }
        }
    }

    #[test]
    fn pix_e_nfcom_conferem() {
        for cliente in catalogo::padrao() {
            let fatura = Fatura::gerar(&cliente, MesAno::novo(2026, 10).unwrap());
            let (corpo, crc) = fatura.pix.split_at(fatura.pix.len() - 4);
            assert_eq!(format!("{:04X}", crc_16(corpo.as_bytes())), crc);
            let valor = format!("{}.{:02}", fatura.total_centavos / 100, fatura.total_centavos % 100);
            assert!(fatura.pix.contains(&format!("54{:02}{valor}", valor.len())));
            assert!(cnpj_esta_certo(&fatura.emissor.cnpj));
            assert_eq!(fatura.chave_nfcom.len(), 44);
            assert_eq!(fatura.chave_nfcom[43..], modulo_11(&fatura.chave_nfcom[..43]).to_string());
            assert_eq!(&fatura.chave_nfcom[2..22], format!("2610{}62", fatura.emissor.cnpj));
        }
    }

    #[test]
    fn soma_dos_itens_e_o_total_e_meses_diferem() {
        let cliente = &catalogo::padrao()[6];
        let faturas: Vec<Fatura> = MesAno::todos().map(|mes| Fatura::gerar(cliente, mes)).collect();
        for fatura in &faturas {
            let soma: i64 = fatura.itens.iter().map(|item| item.centavos).sum();
            assert_eq!(soma, fatura.total_centavos.cast_signed());
        }
        assert!(faturas.windows(2).all(|par| par[0].codigo_barras != par[1].codigo_barras));
        assert_eq!(Fatura::gerar(cliente, faturas[3].mes_ano), faturas[3]);
    }

    #[test]
    fn reais_como_se_escreve() {
        assert_eq!(reais(123_456), "1.234,56");
        assert_eq!(reais(-905), "-9,05");
        assert_eq!(reais(100_000_000), "1.000.000,00");
    }
}
