//! As execuções de faturas contra um portal e um SAT de mentira, nos dois bancos.

use apoio::nos_dois_bancos;
use chrono::TimeDelta;
use motor::Situacao as NaFila;
use rpa::ClasseErro;
use serde_json::{Value, json};

use crate::{
    processos::Situacao,
    teste::{Entrega, MES, Mundo, Sat, mes, pdf},
};

const EFEITOS_VIVOS: &str = "SELECT count(*) FROM efeitos WHERE conta_id = ? AND estado <> 'SEM_EFEITO'";
const CONFIRMADOS: &str = "SELECT count(*) FROM efeitos WHERE conta_id = ? AND estado = 'CONFIRMADO'";

#[tokio::test]
async fn baixa_confere_guarda_e_passa_a_esperar_aprovacao() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.por_aprovar().await;
        assert_eq!(processo.situacao, Situacao::AguardandoAprovacao);
        assert_eq!(processo.arquivo_sha256, Some(nucleo::Sha256::de(pdf(0, 2026, 11))));
        assert!(
            processo.valor_fatura.is_some() && processo.data_vencimento.is_some() && !processo.upload_manual
        );
        assert_eq!(processo.url_fatura, Some(format!("/api/v1/processos/{}/fatura", processo.id)));
        let leitura = processo.leitura.unwrap();
        assert_ne!(leitura["semaforo"], "VERMELHO", "{leitura}");
        assert!(!leitura["conferencias"].as_array().unwrap().is_empty());
        let execucao = &mundo.execucoes(processo.id).await[0];
        assert_eq!(
            (execucao.status, execucao.classe_rpa_utilizada.as_deref()),
            (NaFila::Concluido, Some("navegador:EMB"))
        );
        assert_eq!(execucao.url_arquivo_s3, processo.caminho_s3_fatura);
        assert_eq!(execucao.parametros_entrada["senha"], "********");
        assert!(!execucao.parametros_entrada.to_string().contains("senha-do-portal"));
        assert_eq!(mundo.rpa.senhas(), ["senha-do-portal"], "o motorista recebe a senha às claras");
    })
    .await;
}

#[tokio::test]
async fn cada_classe_de_erro_tem_o_seu_desfecho_e_deixa_evidencia() {
    nos_dois_bancos(async |t| {
        let casos = [
            (ClasseErro::Credencial, NaFila::Falhou),
            (ClasseErro::Captcha, NaFila::Falhou),
            (ClasseErro::Negocio, NaFila::Falhou),
            (ClasseErro::PortalFora, NaFila::TentandoNovamente),
            (ClasseErro::Tempo, NaFila::TentandoNovamente),
            (ClasseErro::LayoutMudou, NaFila::TentandoNovamente),
            (ClasseErro::DocumentoInvalido, NaFila::TentandoNovamente),
            (ClasseErro::Interno, NaFila::TentandoNovamente),
            (ClasseErro::AindaNaoEmitida, NaFila::Adiada),
        ];
        for (classe, esperado) in casos {
            let mundo = Mundo::novo(&t).await;
            let id = mundo.abrir().await;
            mundo.rpa.entregar(Entrega::Erro(classe));
            mundo.pedir_download(id).await;
            mundo.andar().await;
            let execucao = &mundo.execucoes(id).await[0];
            assert_eq!(execucao.status, esperado, "{classe:?}");
            assert_eq!(execucao.classe_erro.as_deref(), Some(classe.codigo()));
            let fotos = "SELECT count(*) FROM evidencias WHERE conta_id = ? AND tipo = 'FOTO'";
            assert_eq!(mundo.contar(fotos).await, 1, "{classe:?}");
            assert_eq!(mundo.processo(id).await.situacao, Situacao::AguardandoDownload);
            if esperado == NaFila::Adiada {
                let espera = execucao.disponivel_em - execucao.criado_em;
                assert_eq!(espera.num_hours(), 6, "a fatura não emitida volta em seis horas");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn documento_errado_e_falha_clara_e_nao_chega_ao_processo() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let casos = [
            (Entrega::Arquivo(pdf(0, 2026, 10)), NaFila::Falhou, "10/2026"),
            (Entrega::Arquivo(pdf(7, 2026, 11)), NaFila::Falhou, "o documento é de"),
            (
                Entrega::Arquivo(b"<html>manutencao</html>".to_vec()),
                NaFila::TentandoNovamente,
                "não é um PDF",
            ),
            (Entrega::Nada, NaFila::TentandoNovamente, "não entregou arquivo"),
        ];
        for (entrega, esperado, trecho) in casos {
            mundo.rpa.entregar(entrega);
            // O que tenta de novo volta sozinho; o que falhou, só pedindo.
            if mundo.execucoes(id).await.first().is_none_or(|e| e.status.esta_encerrada()) {
                mundo.pedir_download(id).await;
            }
            t.relogio.avancar(TimeDelta::hours(2));
            mundo.andar().await;
            let execucao = &mundo.execucoes(id).await[0];
            let detalhes = execucao.detalhes_erro.clone().unwrap_or_default();
            assert_eq!(execucao.status, esperado, "{detalhes}");
            assert!(detalhes.contains(trecho), "{detalhes}");
            assert_eq!(mundo.processo(id).await.arquivo_sha256, None);
        }
    })
    .await;
}

#[tokio::test]
async fn o_anexo_manual_vence_o_download_que_estava_na_fila() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        mundo.pedir_download(id).await;
        let resposta = mundo.anexar(id, "arquivo", &pdf(0, 2026, 11)).await;
        assert_eq!(resposta.status, 201, "{}", resposta.texto());
        assert_eq!(mundo.andar().await, 0, "o download foi cancelado");
        let execucoes = mundo.execucoes(id).await;
        let situacoes: Vec<_> = execucoes.iter().map(|e| (e.tipo.as_str(), e.status)).collect();
        assert_eq!(situacoes, [("UPLOAD_MANUAL", NaFila::Concluido), ("DOWNLOAD_FATURA", NaFila::Cancelado)]);
    })
    .await;
}

#[tokio::test]
async fn envia_uma_vez_guarda_o_recibo_e_encerra() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        assert_eq!(mundo.andar().await, 1);
        let processo = mundo.processo(id).await;
        assert_eq!((processo.situacao, processo.enviado_para_sat), (Situacao::UploadRealizado, true));
        assert_eq!(
            (processo.protocolo_sat.as_deref(), processo.data_envio_sat.is_some()),
            (Some("SAT-000001"), true)
        );
        assert_eq!((mundo.rpa.recebidos(), mundo.rpa.envios()), (1, 1));
        assert_eq!(mundo.contar(CONFIRMADOS).await, 1);
        assert_eq!(mundo.rpa.senhas(), ["senha-do-portal", "senha-do-sat"]);
        let execucao = &mundo.execucoes(id).await[0];
        let parametros = execucao.parametros_entrada.to_string();
        assert!(!parametros.contains("senha-do"), "{parametros}");
        assert_eq!(mundo.andar().await, 0);
    })
    .await;
}

/// Anda a fila e o relógio até nada mais estar pendente, ou até o teto.
async fn ate_assentar(mundo: &Mundo) {
    for _ in 0..12 {
        mundo.andar().await;
        mundo.t.relogio.avancar(TimeDelta::hours(2));
    }
}

#[tokio::test]
async fn qualquer_duvida_se_resolve_perguntando_e_nunca_se_envia_duas_vezes() {
    nos_dois_bancos(async |t| {
        let casos = [
            ("a resposta se perdeu depois de o SAT receber", Sat::RecebeECala, 1),
            ("a conexão caiu antes de o SAT receber", Sat::Cai, 1),
            ("o SAT diz que já tem, e é o nosso", Sat::JaTem, 1),
            ("o recibo veio sem protocolo", Sat::SemProtocolo, 1),
            ("o portal falhou antes do passo sem volta", Sat::FalhaAntes(ClasseErro::PortalFora), 1),
        ];
        for (caso, sat, envios) in casos {
            let mundo = Mundo::novo(&t).await;
            let id = mundo.aprovado().await;
            mundo.rpa.sat(sat);
            ate_assentar(&mundo).await;
            let processo = mundo.processo(id).await;
            let historia = mundo.execucoes(id).await;
            assert_eq!(processo.situacao, Situacao::UploadRealizado, "{caso}: {:?}", historia[0]);
            assert_eq!((mundo.rpa.recebidos(), mundo.rpa.envios()), (1, envios), "{caso}");
            assert_eq!(mundo.contar(CONFIRMADOS).await, 1, "{caso}");
            assert_eq!(processo.protocolo_sat.as_deref(), Some("SAT-000001"), "{caso}");
        }
    })
    .await;
}

#[tokio::test]
async fn recusa_definitiva_solta_a_intencao_e_deixa_enviar_de_novo() {
    nos_dois_bancos(async |t| {
        for sat in [Sat::Recusa, Sat::TemOutro, Sat::FalhaAntes(ClasseErro::Credencial)] {
            let mundo = Mundo::novo(&t).await;
            let id = mundo.aprovado().await;
            mundo.rpa.sat(sat);
            ate_assentar(&mundo).await;
            assert_eq!(mundo.execucoes(id).await[0].status, NaFila::Falhou);
            assert_eq!(mundo.processo(id).await.situacao, Situacao::AguardandoEnvioSat);
            assert_eq!((mundo.rpa.recebidos(), mundo.contar(EFEITOS_VIVOS).await), (0, 0));
            assert!(mundo.rpa.tentativas_de_envio() <= 1, "recusa definitiva não se repete");
            let caminho = format!("/processos/{id}/envio");
            assert_eq!(mundo.pedir("POST", &caminho, None).await.status, 202);
            mundo.recusa("POST", &caminho, None, 409, "envio_em_andamento").await;
            ate_assentar(&mundo).await;
            assert_eq!(mundo.processo(id).await.situacao, Situacao::UploadRealizado);
            assert_eq!((mundo.rpa.recebidos(), mundo.rpa.envios()), (1, 1));
            mundo.recusa("POST", &caminho, None, 409, "fora_de_hora").await;
        }
    })
    .await;
}

#[tokio::test]
async fn sem_resposta_do_sat_fica_incerto_e_nada_mais_sai() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        mundo.rpa.sat(Sat::RecebeECala);
        mundo.rpa.consulta_fora(true);
        ate_assentar(&mundo).await;
        assert_eq!(mundo.execucoes(id).await[0].status, NaFila::Incerto);
        assert_eq!(mundo.rpa.envios(), 1);
        mundo.recusa("POST", &format!("/processos/{id}/envio"), None, 409, "envio_incerto").await;
        let passos =
            mundo.pedir("GET", &format!("/processos/{id}"), None).await.json["passos_possiveis"].clone();
        let enviar = passos.as_array().unwrap().iter().find(|p| p["passo"] == "ENVIAR").unwrap().clone();
        assert_eq!(
            (&enviar["possivel"], enviar["motivo"].as_str()),
            (&json!(false), Some("não se sabe se o envio anterior chegou ao SAT"))
        );
        mundo.rpa.consulta_fora(false);
        for _ in 0..6 {
            t.relogio.avancar(TimeDelta::days(2));
            mundo.andar().await;
        }
        assert_eq!(mundo.processo(id).await.situacao, Situacao::UploadRealizado);
        assert_eq!((mundo.rpa.envios(), mundo.rpa.recebidos()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn arquivo_sumido_do_armazem_nunca_vira_envio() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        let caminho = mundo.processo(id).await.caminho_s3_fatura.unwrap();
        std::fs::write(mundo.pasta.path().join("arquivos").join(caminho), b"trocado").unwrap();
        mundo.andar().await;
        let execucao = &mundo.execucoes(id).await[0];
        assert_eq!(execucao.status, NaFila::TentandoNovamente);
        assert!(execucao.detalhes_erro.as_deref().unwrap_or_default().contains("corrompido"));
        assert_eq!(mundo.rpa.envios(), 0);
    })
    .await;
}

#[tokio::test]
async fn agendamentos_criam_o_mes_e_pedem_os_downloads() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let sem_rpa = mundo.criar_operadora("LOCAL", false).await;
        mundo.criar_cliente(sem_rpa, 1, "FILIAL").await;
        mundo.enfileirar("CRIAR_PROCESSOS_MENSAIS", Value::Null).await;
        mundo.andar().await;
        let automaticos = "SELECT count(*) FROM processos WHERE conta_id = ? AND criado_automaticamente";
        assert_eq!(mundo.contar(automaticos).await, 2, "o mês corrente em São Paulo é {MES}");
        assert_eq!(mes().to_string(), MES);

        let parametros = json!({"mes_ano": MES, "operadoras": ["emb"]});
        mundo.rpa.entregar(Entrega::Arquivo(pdf(0, 2026, 11)));
        mundo.enfileirar("EXECUTAR_DOWNLOADS", parametros).await;
        mundo.andar().await;
        let baixados = "SELECT count(*) FROM processos WHERE conta_id = ? AND arquivo_sha256 IS NOT NULL";
        assert_eq!(mundo.contar(baixados).await, 1);

        mundo.enfileirar("EXECUTAR_DOWNLOADS", json!({"operadoras": ["NENHUMA"]})).await;
        mundo.andar().await;
        let falhas = "SELECT count(*) FROM execucoes WHERE conta_id = ? AND status = 'FALHOU' \
                      AND detalhes_erro LIKE '%NENHUMA%'";
        assert_eq!(mundo.contar(falhas).await, 1);
    })
    .await;
}
