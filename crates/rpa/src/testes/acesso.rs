//! O teste de acesso e o que se vê da execução: entra e para, deixa a foto, mostra a tela só a quem olha.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use simuladores::{Portal, TipoFalha};

use super::bancada::{Bancada, tem_navegador};
use crate::{ClasseErro, NivelRegistro, Registrador, ResultadoSaida, Rpa};

const PORTAIS: [(&str, Portal); 4] =
    [("EMB", Portal::Emb), ("VIV", Portal::Viv), ("DIG", Portal::Dig), ("OI", Portal::Oi)];

async fn testar(bancada: &Bancada, codigo: &str) -> ResultadoSaida {
    bancada.rpa.testar_acesso(&bancada.entrada(codigo, 0), &bancada.ambiente(codigo)).await
}

fn e_jpeg(caminho: &std::path::Path) -> bool {
    std::fs::read(caminho).is_ok_and(|bytes| bytes.starts_with(&[0xFF, 0xD8, 0xFF]))
}

#[tokio::test]
async fn entra_em_cada_portal_para_ali_e_diz_o_que_viu() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    for (codigo, _) in PORTAIS {
        let saida = testar(&bancada, codigo).await;
        assert!(saida.sucesso, "{codigo}: {}", saida.mensagem);
        assert_eq!(
            (saida.mensagem.as_str(), &saida.arquivo_baixado),
            ("entrou no portal", &None),
            "{codigo}"
        );
        assert!(saida.dados_especificos["pagina"]["url"].is_string(), "{codigo}");
        let passos = saida.logs_execucao.iter().filter(|l| l.mensagem.contains("rgDownload")).count();
        assert_eq!(passos, 0, "{codigo}: chegou ao download");
        let [foto] = saida.screenshots_debug.as_slice() else { panic!("{codigo}: sem foto do fim") };
        assert!(foto.ends_with("fim.jpg") && e_jpeg(foto), "{codigo}");
    }
    bancada.falhar(Portal::Emb, TipoFalha::SenhaIncorreta);
    let recusada = testar(&bancada, "EMB").await;
    assert_eq!(recusada.classe_erro(), Some(ClasseErro::Credencial), "{}", recusada.mensagem);
    assert!(recusada.screenshots_debug[0].ends_with("falha.jpg"));
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn na_api_externa_prova_endereco_e_token_sem_pedir_nada() {
    let bancada = Bancada::nova().await;
    let saida = testar(&bancada, "TIM").await;
    assert!(saida.sucesso, "{}", saida.mensagem);
    assert_eq!(saida.dados_especificos["resposta"], 404);

    let mut outro_token = bancada.ambiente("TIM");
    outro_token.destino.token = Some("outro".to_owned().into());
    let recusada = bancada.rpa.testar_acesso(&bancada.entrada("TIM", 0), &outro_token).await;
    assert_eq!(recusada.classe_erro(), Some(ClasseErro::Credencial), "{}", recusada.mensagem);

    let mut outro_lugar = bancada.ambiente("TIM");
    outro_lugar.destino.url_endpoint = Some(bancada.simulador.url("EMB"));
    let perdida = bancada.rpa.testar_acesso(&bancada.entrada("TIM", 0), &outro_lugar).await;
    assert_eq!(perdida.classe_erro(), Some(ClasseErro::PortalFora), "{}", perdida.mensagem);
    assert_eq!(bancada.rpa.pid_do_navegador().await, None);
}

/// Alguém que olha (ou não) a tela.
#[derive(Default)]
struct Plateia {
    olha: bool,
    aberta: AtomicBool,
    abriu: AtomicBool,
    telas: Mutex<Vec<Vec<u8>>>,
}

impl Registrador for Plateia {
    fn registrar(&self, _: NivelRegistro, _: &str) {}
    fn progresso(&self, _: u8, _: &str) {}
    fn tela_aberta(&self, aberta: bool) {
        self.aberta.store(aberta, Ordering::SeqCst);
        self.abriu.fetch_or(aberta, Ordering::SeqCst);
    }
    fn quer_tela(&self) -> bool {
        self.olha
    }
    fn mostrar_tela(&self, jpeg: Vec<u8>) {
        self.telas.lock().unwrap().push(jpeg);
    }
}

#[tokio::test]
async fn a_tela_so_se_fotografa_para_quem_olha_e_a_execucao_nao_sente() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    for olha in [true, false] {
        let plateia = Arc::new(Plateia { olha, ..Plateia::default() });
        let mut ambiente = bancada.ambiente("EMB");
        // Uma pausa entre comandos dá tempo de haver o que ver.
        ambiente.destino.configuracao_rpa["atraso_ms"] = 80.into();
        ambiente.registrador = plateia.clone();
        let saida = bancada.baixar_em("EMB", &ambiente).await;
        assert!(saida.sucesso, "{}", saida.mensagem);
        assert!(plateia.abriu.load(Ordering::SeqCst) && !plateia.aberta.load(Ordering::SeqCst));
        let telas = plateia.telas.lock().unwrap();
        assert_eq!(!telas.is_empty(), olha);
        assert!(telas.iter().all(|jpeg| jpeg.starts_with(&[0xFF, 0xD8, 0xFF])));
    }
    bancada.rpa.encerrar().await;
}
