//! A chave mestra: de onde vem e o que se deriva dela.

use std::{fs, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use hkdf::Hkdf;
use nucleo::{ContaId, Erro, ExposeSecret, Relogio, Resultado, SecretString};
use sha2::Sha256;

pub(super) const TAMANHO_DO_ID: usize = 4;
const TAMANHO: usize = 32;

/// A chave mestra atual e as antigas que ainda abrem o que cifraram.
pub struct ChavesMestras(Vec<Chave>);

struct Chave {
    id: [u8; TAMANHO_DO_ID],
    derivador: Hkdf<Sha256>,
}

impl Chave {
    fn nova(bytes: &[u8; TAMANHO]) -> Self {
        let derivador = Hkdf::<Sha256>::new(Some(b"regente"), bytes);
        let id = derivar(&derivador, b"id-da-chave-mestra");
        Self { id: [id[0], id[1], id[2], id[3]], derivador }
    }
}

impl ChavesMestras {
    /// De textos base64 de 32 bytes: a atual e as antigas (configuração ou ambiente).
    pub fn de_base64(atual: &SecretString, antigas: &[SecretString]) -> Resultado<Self> {
        std::iter::once(atual).chain(antigas).map(ler_chave).collect::<Resultado<_>>().map(Self)
    }

    /// De um arquivo com uma chave base64 por linha (a primeira é a atual); na primeira vez o cria, só legível
    /// pelo dono, com uma chave sorteada. Perder o arquivo é perder os segredos: guarde cópia fora da máquina.
    pub fn do_arquivo(caminho: &Path, relogio: &dyn Relogio) -> Resultado<Self> {
        let falha = |causa: std::io::Error| Erro::Indisponivel {
            parte: "o arquivo da chave mestra",
            detalhe: format!("{}: {causa}", caminho.display()),
        };
        if !caminho.try_exists().map_err(falha)? {
            criar_arquivo(caminho, relogio).map_err(falha)?;
        }
        let texto: SecretString = fs::read_to_string(caminho).map_err(falha)?.into();
        let linhas: Vec<SecretString> = texto
            .expose_secret()
            .lines()
            .map(str::trim)
            .filter(|linha| !linha.is_empty() && !linha.starts_with('#'))
            .map(|linha| linha.to_owned().into())
            .collect();
        let (atual, antigas) = linhas.split_first().ok_or_else(malformada)?;
        Self::de_base64(atual, antigas)
    }

    /// Segredo próprio para outra finalidade (assinar tokens, por exemplo), sempre o mesmo enquanto a chave
    /// atual não muda.
    pub fn derivar(&self, finalidade: &str) -> SecretString {
        let bytes = self
            .0
            .first()
            .map(|chave| derivar(&chave.derivador, format!("finalidade|{finalidade}").as_bytes()));
        STANDARD.encode(bytes.unwrap_or_default()).into()
    }

    pub(super) fn id_da_atual(&self) -> [u8; TAMANHO_DO_ID] {
        self.0.first().map(|chave| chave.id).unwrap_or_default()
    }

    pub(super) fn da_conta(&self, id: &[u8], conta: ContaId) -> Option<[u8; TAMANHO]> {
        let chave = self.0.iter().find(|chave| chave.id == id)?;
        Some(derivar(&chave.derivador, format!("conta|{conta}").as_bytes()))
    }
}

fn derivar(derivador: &Hkdf<Sha256>, finalidade: &[u8]) -> [u8; TAMANHO] {
    let mut saida = [0; TAMANHO];
    // Só falha além de 255 resumos (8.160 bytes): aqui são sempre 32.
    #[expect(
        clippy::expect_used,
        reason = "o tamanho é fixo e cabe; uma chave de zeros seria pior que parar"
    )]
    derivador.expand(finalidade, &mut saida).expect("32 bytes cabem em HKDF-SHA256");
    saida
}

fn ler_chave(texto: &SecretString) -> Resultado<Chave> {
    let bytes = STANDARD.decode(texto.expose_secret().trim()).map_err(|_| malformada())?;
    let bytes: [u8; TAMANHO] = bytes.try_into().map_err(|_| malformada())?;
    Ok(Chave::nova(&bytes))
}

fn malformada() -> Erro {
    Erro::Indisponivel {
        parte: "a chave mestra",
        detalhe: "deve ser 32 bytes em base64; gere uma com `openssl rand -base64 32`".to_owned(),
    }
}

/// Escreve ao lado e só então dá o nome: uma queda no meio não deixa chave pela metade.
fn criar_arquivo(caminho: &Path, relogio: &dyn Relogio) -> std::io::Result<()> {
    let mut bytes = [0; TAMANHO];
    relogio.sortear(&mut bytes);
    let provisorio = caminho.with_extension("nova");
    let mut opcoes = fs::OpenOptions::new();
    opcoes.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut opcoes, 0o600);
    let mut arquivo = opcoes.open(&provisorio)?;
    writeln!(arquivo, "{}", STANDARD.encode(bytes))?;
    arquivo.sync_all()?;
    fs::rename(provisorio, caminho)
}
