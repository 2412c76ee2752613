//! Processos de ponta a ponta: ações e HTTP, nos dois bancos.

use apoio::{nos_dois_bancos, pedir};
use nucleo::{Erro, ExecucaoId, ProcessoId, Sha256};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{acoes, repositorio::criacao, *};
use crate::teste::{MES, Mundo, aprovacao, mes, pdf};

fn passo<'a>(processo: &'a Value, passo: &str) -> &'a Value {
    processo["passos_possiveis"].as_array().unwrap().iter().find(|p| p["passo"] == passo).unwrap()
}

async fn acoes_auditadas(mundo: &Mundo, id: ProcessoId) -> Vec<String> {
    let historico = mundo.pedir("GET", &format!("/processos/{id}/historico"), None).await;
    let eventos = historico.json["eventos"].as_array().unwrap().clone();
    let auditoria = eventos.iter().filter(|e| e["origem"] == "AUDITORIA");
    auditoria.map(|e| e["descricao"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn abrir_um_processo_e_conferido_e_auditado() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let corpo = Some(json!({"cliente_id": mundo.cliente, "mes_ano": MES}));
        let criado = mundo.pedir("POST", "/processos", corpo.clone()).await;
        assert_eq!(criado.status, 201, "{}", criado.texto());
        assert_eq!(
            (&criado.json["status_processo"], &criado.json["mes_ano"]),
            (&json!("AGUARDANDO_DOWNLOAD"), &json!(MES))
        );
        assert_eq!(
            (&criado.json["criado_automaticamente"], &criado.json["versao"]),
            (&json!(false), &json!(1))
        );
        mundo.recusa("POST", "/processos", corpo, 409, "processo_existente").await;
        let id: ProcessoId = criado.json["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(acoes_auditadas(&mundo, id).await, ["processo.aberto"]);

        let outro = Some(json!({"cliente_id": uuid::Uuid::nil(), "mes_ano": MES}));
        mundo.recusa("POST", "/processos", outro, 404, "nao_encontrado").await;
        let torto = Some(json!({"cliente_id": mundo.cliente, "mes_ano": "2026-13"}));
        mundo.recusa("POST", "/processos", torto, 422, "dados_invalidos").await;
        let sobrando = Some(json!({"cliente_id": mundo.cliente, "mes_ano": MES, "status_processo": "X"}));
        mundo.recusa("POST", "/processos", sobrando, 422, "dados_invalidos").await;

        let seguinte = || Some(json!({"cliente_id": mundo.cliente, "mes_ano": "2026-12"}));
        mundo
            .mudar("UPDATE clientes SET status_ativo = ? WHERE id = ?", banco::valores![false, mundo.cliente])
            .await;
        mundo.recusa("POST", "/processos", seguinte(), 409, "cliente_inativo").await;
        mundo
            .mudar("UPDATE clientes SET status_ativo = ? WHERE id = ?", banco::valores![true, mundo.cliente])
            .await;
        mundo
            .mudar(
                "UPDATE operadoras SET status_ativo = ? WHERE id = ?",
                banco::valores![false, mundo.operadora],
            )
            .await;
        mundo.recusa("POST", "/processos", seguinte(), 409, "operadora_inativa").await;
    })
    .await;
}

#[tokio::test]
async fn o_mes_nasce_uma_vez_mesmo_com_oito_criando_ao_mesmo_tempo() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let inativa = mundo.criar_operadora("OI", true).await;
        for i in 0..12 {
            mundo.criar_cliente(mundo.operadora, 1, &format!("U{i}")).await;
        }
        let desligado = mundo.criar_cliente(mundo.operadora, 2, "FORA").await;
        mundo
            .mudar("UPDATE clientes SET status_ativo = ? WHERE id = ?", banco::valores![false, desligado])
            .await;
        mundo.criar_cliente(inativa, 3, "FORA").await;
        mundo
            .mudar("UPDATE operadoras SET status_ativo = ? WHERE id = ?", banco::valores![false, inativa])
            .await;

        let mut criadores = JoinSet::new();
        for _ in 0..8 {
            let (banco, escopo) = (t.banco.clone(), mundo.escopo.clone());
            criadores.spawn(async move {
                acoes::abrir_do_mes(&banco, &escopo, escopo.exigir().unwrap(), mes(), true).await.unwrap()
            });
        }
        let feitos = criadores.join_all().await;
        assert_eq!(feitos.iter().map(|f| f.criados).sum::<u64>(), 13);
        assert_eq!(feitos.iter().map(|f| f.existentes).sum::<u64>(), 7 * 13);
        assert_eq!(mundo.contar("SELECT count(*) FROM processos WHERE conta_id = ?").await, 13);
        let fatos = "SELECT count(*) FROM auditoria WHERE conta_id = ? AND acao = 'processos.abertos'";
        assert_eq!(mundo.contar(fatos).await, 1, "só quem criou conta o que criou");

        let resposta = mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": MES}))).await;
        assert_eq!((resposta.status.as_u16(), resposta.json), (200, json!({"criados": 0, "existentes": 13})));
    })
    .await;
}

#[tokio::test]
async fn lotes_maiores_que_um_comando_continuam_de_onde_pararam() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let total = criacao::LOTE + 3;
        let modelo = "INSERT INTO clientes (id, conta_id, operadora_id, hash_unico, razao_social, nome_sat, cnpj, \
             filtro, servico, dados_sat, unidade, status_ativo, busca, versao, criado_em, atualizado_em) VALUES ";
        let gravar = async |cx: &mut banco::Contexto| {
            let linhas: Vec<_> = (1..total)
                .map(|i| {
                    let (n, agora) = (i.to_string(), cx.agora());
                    banco::valores![
                        cx.novo_uuid(), cx.conta(), mundo.operadora, &n, &n, "N", "11444777000161", "", "S", "D",
                        &n, true, &n, 1_i64, agora, agora
                    ]
                })
                .collect();
            let (sql, valores) = banco::Consulta::nova(modelo).linhas(linhas).partes();
            cx.executar(sql, valores).await
        };
        t.banco.gravar(&mundo.escopo, gravar).await.unwrap();
        let pode = || mundo.escopo.exigir().unwrap();
        let feito = acoes::abrir_do_mes(&t.banco, &mundo.escopo, pode(), mes(), false).await.unwrap();
        assert_eq!((feito.criados as i64, feito.existentes), (total, 0));
        // Os clientes inventados não têm acesso ao portal: só o primeiro, de verdade, entra na fila.
        let pedido = acoes::PedidoEmLote { mes_ano: mes(), operadoras: vec![mundo.operadora] };
        let fila = acoes::pedir_downloads(&t.banco, &mundo.escopo, pode(), &pedido).await.unwrap();
        assert_eq!((fila.enfileirados, fila.ignorados as i64), (1, total - 1));
        let fila = acoes::pedir_downloads(&t.banco, &mundo.escopo, pode(), &pedido).await.unwrap();
        assert_eq!((fila.enfileirados, fila.ignorados as i64), (0, total), "repetir não enfileira de novo");

        let mut vistos = std::collections::BTreeSet::new();
        let (mut caminho, mut paginas) = (format!("/processos?mes_ano={MES}&limite=200&total=true"), 0);
        loop {
            let pagina = mundo.pedir("GET", &caminho, None).await.json;
            assert_eq!(pagina["total"], json!(total));
            vistos.extend(pagina["itens"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()));
            paginas += 1;
            let Some(proximo) = pagina["proximo"].as_str() else { break };
            caminho = format!("/processos?mes_ano={MES}&limite=200&total=true&cursor={proximo}");
        }
        assert_eq!((vistos.len() as i64, paginas), (total, 6), "nem repetidos nem pulados");
    })
    .await;
}

#[tokio::test]
async fn download_so_quando_pode_e_o_motivo_e_dito() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let caminho = format!("/processos/{id}/download");
        mundo
            .mudar("UPDATE clientes SET login_portal = NULL WHERE id = ?", banco::valores![mundo.cliente])
            .await;
        mundo.recusa("POST", &caminho, None, 409, "download_impedido").await;
        let lista = mundo.pedir("GET", "/processos", None).await.json;
        let baixar = passo(&lista["itens"][0], "BAIXAR");
        assert_eq!(
            (&baixar["possivel"], &baixar["motivo"]),
            (&json!(false), &json!("falta o login do portal"))
        );
        mundo
            .mudar("UPDATE clientes SET login_portal = 'ana' WHERE id = ?", banco::valores![mundo.cliente])
            .await;
        let aceito = mundo.pedir("POST", &caminho, None).await;
        assert_eq!(aceito.status, 202, "{}", aceito.texto());
        mundo.recusa("POST", &caminho, None, 409, "download_em_andamento").await;
        let item = mundo.pedir("GET", "/processos", None).await.json["itens"][0].clone();
        assert_eq!(item["ultima_execucao"]["id"], aceito.json["execucao_id"]);
        assert_eq!(item["ultima_execucao"]["tipo"], "DOWNLOAD_FATURA");
        assert_eq!(passo(&item, "BAIXAR")["motivo"], "o download já está na fila ou em andamento");
        assert_eq!(passo(&item, "ANEXAR")["possivel"], true);
        let lote = Some(json!({"mes_ano": MES, "operadora_ids": [mundo.operadora]}));
        let resposta = mundo.pedir("POST", "/processos/downloads", lote).await;
        assert_eq!(
            (resposta.status.as_u16(), resposta.json),
            (202, json!({"enfileirados": 0, "ignorados": 1}))
        );
        let longo = Some(json!({"mes_ano": MES, "operadora_ids": vec![mundo.operadora; 201]}));
        mundo.recusa("POST", "/processos/downloads", longo, 422, "dados_invalidos").await;
    })
    .await;
}

#[tokio::test]
async fn lista_e_detalhe_dizem_os_mesmos_passos() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let casos: [&'static str; 5] = [
            "UPDATE clientes SET dados_sat = '' WHERE id = ?",
            "UPDATE clientes SET senha_portal = NULL WHERE id = ?",
            "UPDATE clientes SET login_portal = NULL WHERE id = ?",
            "UPDATE clientes SET dados_sat = 'x', nome_sat = '' WHERE id = ?",
            "UPDATE clientes SET nome_sat = 'x' WHERE id = ?",
        ];
        let comparar = async || {
            let lista =
                mundo.pedir("GET", "/processos", None).await.json["itens"][0]["passos_possiveis"].clone();
            let detalhe =
                mundo.pedir("GET", &format!("/processos/{id}"), None).await.json["passos_possiveis"].clone();
            // A lista só traz os passos da situação: de AGUARDANDO_DOWNLOAD partem os dois primeiros.
            assert_eq!(lista, json!(detalhe.as_array().unwrap()[..2]));
            lista
        };
        let mut motivos = std::collections::BTreeSet::from([comparar().await.to_string()]);
        for sql in casos {
            mundo.mudar(sql, banco::valores![mundo.cliente]).await;
            motivos.insert(comparar().await.to_string());
        }
        let sem_rpa = "UPDATE operadoras SET possui_rpa = ? WHERE id = ?";
        mundo.mudar(sem_rpa, banco::valores![false, mundo.operadora]).await;
        let passos = comparar().await;
        motivos.insert(passos.to_string());
        assert_eq!(passos[0]["motivo"], "a operadora não tem RPA: anexe a fatura");
        assert_eq!(passos[1]["possivel"], true, "sem RPA, login e senha do portal não são obrigatórios");
        assert!(motivos.len() >= 4, "as situações devem diferir: {motivos:?}");
    })
    .await;
}

#[tokio::test]
async fn o_total_acompanha_cada_mudanca() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let total = async |filtro: &str| {
            let lista = mundo.pedir("GET", &format!("/processos?total=true&limite=1{filtro}"), None).await;
            lista.json["total"].as_i64().unwrap()
        };
        let (tudo, esperando) = ("", "&status_processo=AGUARDANDO_DOWNLOAD");
        assert_eq!((total(tudo).await, total(esperando).await), (0, 0));
        let corpo = |mes: &str| Some(json!({"cliente_id": mundo.cliente, "mes_ano": mes}));
        let id: ProcessoId =
            mundo.pedir("POST", "/processos", corpo(MES)).await.json["id"].as_str().unwrap().parse().unwrap();
        mundo.pedir("POST", "/processos", corpo("2026-12")).await;
        // Duas vezes cada um: a segunda resposta é a lembrada.
        for _ in 0..2 {
            assert_eq!((total(tudo).await, total(esperando).await), (2, 2));
        }
        mundo.anexar(id, "arquivo", &pdf(0, 2026, 11)).await;
        assert_eq!((total(tudo).await, total(esperando).await), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn falhas_se_juntam_por_classe_e_a_classe_filtra() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let mut abertos = Vec::new();
        for mes in ["2026-09", "2026-10", "2026-11"] {
            let corpo = Some(json!({"cliente_id": mundo.cliente, "mes_ano": mes}));
            let id = mundo.pedir("POST", "/processos", corpo).await.json["id"].as_str().unwrap().to_owned();
            let pedido = mundo.pedir("POST", &format!("/processos/{id}/download"), None).await;
            abertos.push((id, pedido.json["execucao_id"].as_str().unwrap().parse::<ExecucaoId>().unwrap()));
        }
        let parar = "UPDATE execucoes SET status = 'FALHOU', classe_erro = ? WHERE id = ?";
        for ((_, execucao), classe) in abertos.iter().zip(["CREDENCIAL", "CREDENCIAL", "PORTAL_FORA"]) {
            mundo.mudar(parar, banco::valores![classe.to_owned(), *execucao]).await;
        }
        let falhas = async |filtro: &str| {
            mundo.pedir("GET", &format!("/processos/falhas{filtro}"), None).await.json["itens"].clone()
        };
        let classe = |nome: &str, quantidade: i64| json!({"classe_erro": nome, "quantidade": quantidade});
        assert_eq!(falhas("").await, json!([classe("CREDENCIAL", 2), classe("PORTAL_FORA", 1)]));
        assert_eq!(falhas("?mes_ano=2026-11").await, json!([classe("PORTAL_FORA", 1)]));
        assert_eq!(
            falhas("?classe_erro=X&com_falha=true").await,
            falhas("").await,
            "o grupo não se filtra a si"
        );
        let total = async |filtro: &str| {
            mundo.pedir("GET", &format!("/processos?total=true&limite=1{filtro}"), None).await.json["total"]
                .clone()
        };
        assert_eq!(total("&classe_erro=CREDENCIAL").await, 2);
        assert_eq!(total("&classe_erro=CREDENCIAL&mes_ano=2026-11").await, 0);
        assert_eq!(total("&com_falha=true").await, 3);
        // Pedido de novo, deixou de ser falha.
        mundo.pedir("POST", &format!("/processos/{}/download", abertos[0].0), None).await;
        assert_eq!(total("&classe_erro=CREDENCIAL").await, 1);
        assert_eq!(falhas("?mes_ano=2026-09").await, json!([]));
        let dia =
            mundo.pedir("GET", &format!("/processos/{}", abertos[2].0), None).await.json["data_prevista"]
                .clone();
        let dia = dia.as_str().unwrap();
        assert_eq!(total(&format!("&pendentes=true&vence_de={dia}&vence_ate={dia}")).await, 1);
        assert_eq!(total("&vence_de=2027-01-01").await, 0);
    })
    .await;
}

#[tokio::test]
async fn filtros_ordens_e_paginas() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outra = mundo.criar_operadora("VIV", true).await;
        for (i, unidade) in ["A", "B", "C"].into_iter().enumerate() {
            mundo.criar_cliente(outra, 6 + i, unidade).await;
        }
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": MES}))).await;
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": "2026-10"}))).await;
        let ids = mundo.pedir("GET", "/processos?mes_ano=2026-11", None).await.json["itens"].clone();
        for (i, item) in ids.as_array().unwrap().iter().enumerate().skip(1) {
            let id: ProcessoId = item["id"].as_str().unwrap().parse().unwrap();
            let dia = chrono::NaiveDate::from_ymd_opt(2026, 12, 28 - i as u32).unwrap();
            let sql = "UPDATE processos SET valor_fatura = ?, data_vencimento = ? WHERE id = ?";
            mundo.mudar(sql, banco::valores![100 * i as i64, dia, id]).await;
        }
        let contar = async |consulta: &str| {
            let resposta = mundo.pedir("GET", &format!("/processos?total=true&{consulta}"), None).await;
            assert_eq!(resposta.status, 200, "{consulta}: {}", resposta.texto());
            assert_eq!(
                resposta.json["total"],
                json!(resposta.json["itens"].as_array().unwrap().len()),
                "{consulta}"
            );
            resposta.json["total"].as_i64().unwrap()
        };
        assert_eq!(contar("mes_ano=2026-11").await, 4);
        assert_eq!(contar("mes_ano=11/2026&status_processo=AGUARDANDO_DOWNLOAD").await, 4);
        assert_eq!(contar("status_processo=UPLOAD_REALIZADO").await, 0);
        assert_eq!(contar(&format!("operadora_id={outra}")).await, 6);
        assert_eq!(
            contar(&format!("mes_ano=2026-10&operadora_id={outra}&status_processo=AGUARDANDO_DOWNLOAD"))
                .await,
            3
        );
        assert_eq!(contar(&format!("cliente_id={}", mundo.cliente)).await, 2);
        assert_eq!(contar("upload_manual=true").await, 0);
        let cnpj = crate::teste::simulado(0).cnpj;
        assert!(contar(&format!("busca={cnpj}")).await >= 2);
        assert_eq!(contar("busca=nada%25").await, 0);

        for ordem in ["criacao", "-criacao", "vencimento", "-vencimento", "valor", "-valor"] {
            let todos =
                mundo.pedir("GET", &format!("/processos?mes_ano={MES}&ordem={ordem}"), None).await.json;
            let todos: Vec<_> = todos["itens"].as_array().unwrap().iter().map(|i| i["id"].clone()).collect();
            let (mut andados, mut cursor) = (Vec::new(), String::new());
            loop {
                let caminho = format!("/processos?mes_ano={MES}&ordem={ordem}&limite=1{cursor}");
                let pagina = mundo.pedir("GET", &caminho, None).await.json;
                andados.extend(pagina["itens"].as_array().unwrap().iter().map(|i| i["id"].clone()));
                let Some(proximo) = pagina["proximo"].as_str() else { break };
                cursor = format!("&cursor={proximo}");
            }
            assert_eq!(andados, todos, "{ordem}: de um em um dá a mesma ordem");
        }
        let primeiro = mundo.pedir("GET", &format!("/processos?mes_ano={MES}&ordem=-valor"), None).await.json;
        assert_eq!(primeiro["itens"][0]["valor_fatura"], "3.00");
        let ultimo =
            mundo.pedir("GET", &format!("/processos?mes_ano={MES}&ordem=vencimento"), None).await.json;
        assert_eq!(ultimo["itens"][3]["data_vencimento"], Value::Null, "sem vencimento por último");
        for torta in ["ordem=id", "limite=0", "status_processo=X", "mes_ano=x", "cursor=zzz", "estranho=1"] {
            mundo.recusa("GET", &format!("/processos?{torta}"), None, 422, "dados_invalidos").await;
        }
    })
    .await;
}

#[tokio::test]
async fn anexo_manual_recusa_o_que_nao_serve_com_codigo_claro() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let bom = pdf(0, 2026, 11);
        let cortado = &bom[..bom.len() / 2];
        let campo =
            |resposta: &apoio::Resposta| resposta.json["campos"][0]["codigo"].as_str().map(str::to_owned);
        let casos: [(&str, &[u8], &str); 5] = [
            ("arquivo", b"<html>entre</html>", "nao_e_pdf"),
            ("arquivo", b"", "nao_e_pdf"),
            ("arquivo", cortado, "truncado"),
            ("arquivo", b"%PDF-1.7\nlixo\n%%EOF", "danificado"),
            ("outro", &bom, "obrigatorio"),
        ];
        for (nome, conteudo, codigo) in casos {
            let resposta = mundo.anexar(id, nome, conteudo).await;
            assert_eq!(
                (resposta.status.as_u16(), campo(&resposta).as_deref()),
                (422, Some(codigo)),
                "{}",
                resposta.texto()
            );
        }
        let enorme = mundo.anexar(id, "arquivo", &vec![b'x'; 1024 * 1024 + 1]).await;
        assert_eq!((enorme.status.as_u16(), &enorme.json["codigo"]), (413, &json!("grande_demais")));
        mundo
            .recusa("POST", &format!("/processos/{id}/fatura"), Some(json!({})), 422, "dados_invalidos")
            .await;
        mundo.mudar("UPDATE clientes SET dados_sat = '' WHERE id = ?", banco::valores![mundo.cliente]).await;
        let incompleto = mundo.anexar(id, "arquivo", &bom).await;
        assert_eq!(
            incompleto.json["campos"][0],
            json!({
                "campo": "dados_sat", "codigo": "dados_do_cliente_incompletos",
                "mensagem": "complete este dado do cliente antes de anexar",
            })
        );
        assert_eq!(mundo.processo(id).await.situacao, Situacao::AguardandoDownload);
        assert!(mundo.execucoes(id).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn anexo_bom_espera_aprovacao_e_o_pdf_se_baixa_inteiro() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let caminho = format!("/processos/{id}/fatura");
        mundo.recusa("GET", &caminho, None, 404, "nao_encontrado").await;
        let bom = pdf(0, 2026, 11);
        let aceito = mundo.anexar(id, "arquivo", &bom).await;
        assert_eq!(aceito.status, 201, "{}", aceito.texto());
        assert_eq!(
            (&aceito.json["upload_manual"], &aceito.json["status_processo"]),
            (&json!(true), &json!("AGUARDANDO_APROVACAO"))
        );
        let execucao = &mundo.execucoes(id).await[0];
        assert_eq!((execucao.tipo.as_str(), execucao.status), ("UPLOAD_MANUAL", motor::Situacao::Concluido));
        assert_eq!(execucao.executado_por_usuario_id, mundo.escopo.usuario());
        let baixado = mundo.pedir("GET", &caminho, None).await;
        assert!(baixado.corpo == bom);
        let cabecalho = |nome| baixado.cabecalho(nome).unwrap_or_default().to_owned();
        assert_eq!(cabecalho("content-type"), "application/pdf");
        assert_eq!(cabecalho("x-content-type-options"), "nosniff");
        assert!(cabecalho("content-security-policy").starts_with("sandbox"));
        assert!(cabecalho("content-disposition").starts_with("attachment; filename=\"EMB_"));
        assert_eq!(cabecalho("etag"), format!("\"{}\"", Sha256::de(&bom)));
        let outra_vez = mundo.anexar(id, "arquivo", &bom).await;
        assert_eq!(outra_vez.json["codigo"], "fora_de_hora");
        assert_eq!(
            mundo.pedir("GET", "/processos?upload_manual=true&total=true", None).await.json["total"],
            1
        );
    })
    .await;
}

#[tokio::test]
async fn o_mesmo_arquivo_em_outro_mes_e_apontado_a_quem_aprova() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        mundo.por_aprovar().await;
        let corpo = Some(json!({"cliente_id": mundo.cliente, "mes_ano": "2026-12"}));
        let dezembro =
            mundo.pedir("POST", "/processos", corpo).await.json["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(mundo.anexar(dezembro, "arquivo", &pdf(0, 2026, 11)).await.status, 201);
        let leitura = mundo.processo(dezembro).await.leitura.unwrap();
        assert_eq!(leitura["semaforo"], "VERMELHO");
        assert!(leitura["conferencias"].to_string().contains("é o mesmo arquivo do mês 2026-11"));
    })
    .await;
}

#[tokio::test]
async fn so_o_arquivo_visto_se_aprova_e_tudo_fica_escrito() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.por_aprovar().await;
        let (id, visto) = (processo.id, processo.arquivo_sha256.unwrap());
        let caminho = format!("/processos/{id}/aprovacao");
        mundo.recusa("POST", &caminho, aprovacao(Sha256::de("outro")), 409, "arquivo_mudou").await;
        mundo.recusa("POST", &caminho, Some(json!({"sha256": "x"})), 422, "dados_invalidos").await;
        let longa = Some(json!({"sha256": visto, "observacoes": "x".repeat(2_001)}));
        mundo.recusa("POST", &caminho, longa, 422, "dados_invalidos").await;
        let aprovado = mundo.pedir("POST", &caminho, aprovacao(visto)).await;
        assert_eq!(aprovado.status, 200, "{}", aprovado.texto());
        assert_eq!(aprovado.json["status_processo"], "AGUARDANDO_ENVIO_SAT");
        assert_eq!(aprovado.json["aprovado_por_usuario_id"], json!(mundo.escopo.usuario()));
        assert_eq!(aprovado.cabecalho("etag"), Some(format!("\"{}\"", aprovado.json["versao"]).as_str()));
        mundo.recusa("POST", &caminho, aprovacao(visto), 409, "fora_de_hora").await;

        let detalhe = mundo.pedir("GET", &format!("/processos/{id}"), None).await.json;
        assert_eq!(
            (&detalhe["decisoes"][0]["tipo"], &detalhe["decisoes"][0]["observacoes"]),
            (&json!("APROVACAO"), &json!("conferida"))
        );
        assert_eq!(detalhe["decisoes"][0]["arquivo_sha256"], json!(visto));
        assert_eq!(
            (&detalhe["efeitos"][0]["estado"], &detalhe["efeitos"][0]["referencia"]),
            (&json!("PREPARADO"), &json!(id))
        );
        let tipos: Vec<_> =
            detalhe["execucoes"].as_array().unwrap().iter().map(|e| e["tipo"].clone()).collect();
        assert_eq!(tipos, ["DOWNLOAD_FATURA", "UPLOAD_SAT"]);
        assert!(detalhe["leitura"]["fatura"]["linha_digitavel"].is_string(), "{}", detalhe["leitura"]);
        assert_eq!(detalhe["cliente"]["id"], json!(mundo.cliente));
        let auditadas = acoes_auditadas(&mundo, id).await;
        assert_eq!(
            auditadas,
            ["processo.aberto", "processo.download_pedido", "processo.fatura_baixada", "processo.aprovado"]
        );
    })
    .await;
}

#[tokio::test]
async fn de_dois_aprovadores_ao_mesmo_tempo_um_vence() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.por_aprovar().await;
        let mut aprovadores = JoinSet::new();
        for i in 0..6 {
            let (rotas, corpo) = (mundo.rotas_de(&mundo.escopo), aprovacao(processo.arquivo_sha256.unwrap()));
            let (acao, corpo) = if i % 2 == 0 {
                ("aprovacao", corpo)
            } else {
                ("rejeicao", Some(json!({"motivo": "valor errado"})))
            };
            let caminho = format!("/processos/{}/{acao}", processo.id);
            aprovadores.spawn(async move { pedir(&rotas, "POST", &caminho, corpo).await });
        }
        let respostas = aprovadores.join_all().await;
        let venceram = respostas.iter().filter(|r| r.status == 200).count();
        assert_eq!(venceram, 1);
        for perdeu in respostas.iter().filter(|r| r.status != 200) {
            assert_eq!(perdeu.status, 409);
            assert!(
                ["fora_de_hora", "ja_decidido"].contains(&perdeu.json["codigo"].as_str().unwrap()),
                "{}",
                perdeu.texto()
            );
        }
        assert_eq!(mundo.contar("SELECT count(*) FROM decisoes WHERE conta_id = ?").await, 1);
    })
    .await;
}

#[tokio::test]
async fn rejeitar_reabre_com_o_motivo_e_a_fatura_pode_ser_refeita() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.por_aprovar().await;
        let id = processo.id;
        let caminho = format!("/processos/{id}/rejeicao");
        mundo.recusa("POST", &caminho, Some(json!({"motivo": "  "})), 422, "dados_invalidos").await;
        mundo.recusa("POST", &caminho, Some(json!({})), 422, "dados_invalidos").await;
        let outro = Some(json!({"motivo": "x", "sha256": Sha256::de("outro")}));
        mundo.recusa("POST", &caminho, outro, 409, "arquivo_mudou").await;
        let rejeitado =
            mundo.pedir("POST", &caminho, Some(json!({"motivo": " valor contestado "}))).await.json;
        assert_eq!(
            (&rejeitado["status_processo"], &rejeitado["motivo_rejeicao"]),
            (&json!("AGUARDANDO_DOWNLOAD"), &json!("valor contestado"))
        );
        assert_eq!(
            (&rejeitado["arquivo_sha256"], &rejeitado["url_fatura"], &rejeitado["valor_fatura"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        mundo.recusa("POST", &caminho, Some(json!({"motivo": "de novo"})), 409, "fora_de_hora").await;
        assert_eq!(mundo.anexar(id, "arquivo", &pdf(0, 2026, 11)).await.status, 201);
        assert_eq!(mundo.processo(id).await.motivo_rejeicao, None);
        let visto = mundo.processo(id).await.arquivo_sha256.unwrap();
        assert_eq!(
            mundo.pedir("POST", &format!("/processos/{id}/aprovacao"), aprovacao(visto)).await.status,
            200
        );
        assert_eq!(mundo.andar().await, 1);
        assert_eq!(mundo.processo(id).await.situacao, Situacao::UploadRealizado);
    })
    .await;
}

#[tokio::test]
async fn observacoes_mudam_so_sobre_a_versao_lida() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        let caminho = format!("/processos/{id}");
        let com_versao = |versao: &str, texto: Value| {
            mundo.instante_seguinte();
            axum::http::Request::builder()
                .method("PATCH")
                .uri(&caminho)
                .header("authorization", "Bearer x")
                .header("content-type", "application/json")
                .header("if-match", versao)
                .body(axum::body::Body::from(json!({"observacoes": texto}).to_string()))
                .unwrap()
        };
        let rotas = mundo.rotas_de(&mundo.escopo);
        let mudado = apoio::pedir_com(&rotas, com_versao("\"1\"", json!(" ligar antes "))).await;
        assert_eq!((mudado.status.as_u16(), &mudado.json["observacoes"]), (200, &json!("ligar antes")));
        assert_eq!(mudado.cabecalho("etag"), Some("\"2\""));
        let velha = apoio::pedir_com(&rotas, com_versao("\"1\"", json!("outra"))).await;
        assert_eq!((velha.status.as_u16(), &velha.json["codigo"]), (412, &json!("versao_desatualizada")));
        let igual = apoio::pedir_com(&rotas, com_versao("\"2\"", json!("ligar antes"))).await;
        assert_eq!(igual.json["versao"], 2, "o que não muda não gasta versão");
        let apagado = mundo.pedir("PATCH", &caminho, Some(json!({"observacoes": null}))).await;
        assert_eq!(apagado.json["observacoes"], Value::Null);
        let auditadas = acoes_auditadas(&mundo, id).await;
        assert_eq!(auditadas, ["processo.aberto", "processo.anotado", "processo.anotado"]);
    })
    .await;
}

#[tokio::test]
async fn historico_inteiro_em_json_e_csv_e_resumo_do_mes() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        mundo.andar().await;
        let caminho = format!("/processos/{id}/historico");
        let historico = mundo.pedir("GET", &caminho, None).await.json;
        let eventos = historico["eventos"].as_array().unwrap();
        let origens: std::collections::BTreeSet<_> =
            eventos.iter().map(|e| e["origem"].as_str().unwrap()).collect();
        assert_eq!(
            origens.into_iter().collect::<Vec<_>>(),
            ["AUDITORIA", "DECISAO", "EFEITO", "EXECUCAO", "PROCESSO", "TENTATIVA"]
        );
        let instante =
            |e: &Value| e["instante"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let instantes: Vec<_> = eventos.iter().map(instante).collect();
        assert!(instantes.is_sorted());
        assert_eq!(historico["processo"]["protocolo_sat"], "SAT-000001");
        let csv = mundo.pedir("GET", &format!("{caminho}?formato=csv"), None).await;
        assert_eq!(csv.cabecalho("content-type"), Some("text/csv; charset=utf-8"));
        assert!(csv.texto().starts_with("\u{feff}instante;origem;descricao;autor;execucao_id;detalhes\n"));
        assert_eq!(csv.texto().lines().count(), eventos.len() + 1);
        mundo.recusa("GET", &format!("{caminho}?formato=xml"), None, 422, "dados_invalidos").await;

        let resumo = mundo.pedir("GET", &format!("/processos/resumo?mes_ano={MES}"), None).await.json;
        assert_eq!((&resumo["total"], &resumo["por_situacao"][3]["quantidade"]), (&json!(1), &json!(1)));
        assert_eq!(resumo["por_operadora"][0]["operadora"]["codigo"], "EMB");
        assert_eq!(
            resumo["por_operadora"][0]["por_situacao"][0],
            json!({"status_processo": "AGUARDANDO_DOWNLOAD", "quantidade": 0})
        );
        let vazio = mundo.pedir("GET", "/processos/resumo?mes_ano=2020-01", None).await.json;
        assert_eq!((&vazio["total"], &vazio["por_operadora"]), (&json!(0), &json!([])));
    })
    .await;
}

/// Todas as operações sobre um processo, com corpo que passaria da forma.
fn operacoes(id: &str) -> Vec<(&'static str, String, Option<Value>)> {
    let sha = Sha256::de("x");
    vec![
        ("GET", format!("/processos/{id}"), None),
        ("PATCH", format!("/processos/{id}"), Some(json!({"observacoes": "x"}))),
        ("POST", format!("/processos/{id}/download"), None),
        ("POST", format!("/processos/{id}/fatura"), None),
        ("GET", format!("/processos/{id}/fatura"), None),
        ("POST", format!("/processos/{id}/aprovacao"), Some(json!({"sha256": sha}))),
        ("DELETE", format!("/processos/{id}/aprovacao"), None),
        ("POST", format!("/processos/{id}/rejeicao"), Some(json!({"motivo": "x"}))),
        ("POST", format!("/processos/{id}/envio"), None),
        ("GET", format!("/processos/{id}/historico"), None),
    ]
}

#[tokio::test]
async fn de_outra_conta_e_igual_a_inexistente_e_sem_permissao_e_403() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.por_aprovar().await.id.to_string();
        let estranho = t.criar_conta("Outra").await;
        let (de_fora, sem_nada) =
            (mundo.rotas_de(&estranho), mundo.rotas_de(&t.escopo_sem_permissoes(&mundo.escopo)));
        let desconhecido = uuid::Uuid::from_u128(7).to_string();
        for ((metodo, alheio, corpo), (_, nenhum, _)) in
            operacoes(&id).into_iter().zip(operacoes(&desconhecido))
        {
            let alheio_resposta = pedir(&de_fora, metodo, &alheio, corpo.clone()).await;
            let nenhum_resposta = pedir(&de_fora, metodo, &nenhum, corpo.clone()).await;
            assert_eq!(alheio_resposta.status, 404, "{metodo} {alheio}");
            assert_eq!(alheio_resposta.corpo, nenhum_resposta.corpo, "{metodo} {alheio}");
            let negada = pedir(&sem_nada, metodo, &alheio, corpo).await;
            assert_eq!(
                (negada.status.as_u16(), &negada.json["codigo"]),
                (403, &json!("permissao_negada")),
                "{metodo} {alheio}"
            );
        }
        let coletivas = [
            ("GET", "/processos".to_owned(), None),
            ("GET", format!("/processos/resumo?mes_ano={MES}"), None),
            ("POST", "/processos".to_owned(), Some(json!({"cliente_id": mundo.cliente, "mes_ano": MES}))),
            ("GET", format!("/processos/contadores?mes_ano={MES}"), None),
            ("GET", format!("/processos/painel?mes_ano={MES}"), None),
            ("GET", format!("/processos/matriz?mes_ano={MES}"), None),
            ("GET", "/processos/exportacao".to_owned(), None),
            ("POST", "/processos/lote".to_owned(), Some(json!({"acao": "BAIXAR"}))),
            ("POST", "/processos/do-mes".to_owned(), Some(json!({"mes_ano": MES}))),
            ("POST", "/processos/downloads".to_owned(), Some(json!({"mes_ano": MES}))),
        ];
        for (metodo, caminho, corpo) in coletivas {
            assert_eq!(pedir(&sem_nada, metodo, &caminho, corpo).await.status, 403, "{metodo} {caminho}");
        }
        let lista = pedir(&de_fora, "GET", "/processos?total=true", None).await.json;
        assert_eq!((&lista["itens"], &lista["total"]), (&json!([]), &json!(0)));
    })
    .await;
}

#[tokio::test]
async fn so_uma_pessoa_decide() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.por_aprovar().await;
        let sistema = nucleo::Escopo::do_sistema(mundo.escopo.conta(), None);
        let (pode, visto) = (sistema.exigir().unwrap(), processo.arquivo_sha256.unwrap());
        let aprovar = async |cx: &mut banco::Contexto| {
            acoes::aprovar(cx, pode, processo.id, visto, None, std::time::Duration::ZERO).await
        };
        let erro = t.banco.gravar(&sistema, aprovar).await.unwrap_err();
        assert!(matches!(erro, Erro::NaoAutenticado), "{erro}");
        assert_eq!(
            mundo.processo(processo.id).await.situacao,
            Situacao::AguardandoAprovacao,
            "nada ficou pela metade"
        );
    })
    .await;
}
