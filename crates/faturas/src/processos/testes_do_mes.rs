//! O mês visto inteiro: previsão, filtros, contadores, painel, matriz, lote e planilhas, nos dois bancos.

use apoio::{Resposta, nos_dois_bancos};
use banco::{Consulta, valores};
use chrono::NaiveDate;
use nucleo::ProcessoId;
use rpa::ClasseErro;
use serde_json::{Value, json};

use crate::teste::{Entrega, MES, Mundo, aprovacao, pdf, simulado};

async fn ler(mundo: &Mundo, caminho: &str) -> Value {
    let resposta = mundo.pedir("GET", caminho, None).await;
    assert_eq!(resposta.status, 200, "{caminho}: {}", resposta.texto());
    resposta.json
}

async fn abrir_em(mundo: &Mundo, mes: &str) -> ProcessoId {
    let corpo = json!({"cliente_id": mundo.cliente, "mes_ano": mes});
    let criado = mundo.pedir("POST", "/processos", Some(corpo)).await;
    assert_eq!(criado.status, 201, "{}", criado.texto());
    criado.json["id"].as_str().unwrap().parse().unwrap()
}

async fn anexar(mundo: &Mundo, id: ProcessoId, conteudo: &[u8]) -> Value {
    let aceito = mundo.anexar(id, "arquivo", conteudo).await;
    assert_eq!(aceito.status, 201, "{}", aceito.texto());
    aceito.json
}

fn ids(lista: &Value) -> Vec<String> {
    lista["itens"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect()
}

fn conferencia<'a>(processo: &'a Value, item: &str) -> Option<&'a Value> {
    processo["leitura"]["conferencias"].as_array().unwrap().iter().find(|c| c["item"] == item)
}

#[tokio::test]
async fn o_mes_anterior_diz_quando_vence_e_quanto_foi() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outubro = abrir_em(&mundo, "2026-10").await;
        let novembro = abrir_em(&mundo, MES).await;
        let ver = async |id: ProcessoId| ler(&mundo, &format!("/processos/{id}")).await;
        let antes = ver(outubro).await;
        assert_eq!((&antes["data_prevista"], &antes["dias_atraso"]), (&json!("2026-10-31"), &json!(20)));
        let em_dia = ver(novembro).await;
        assert_eq!((&em_dia["data_prevista"], &em_dia["dias_atraso"]), (&json!("2026-11-30"), &json!(0)));
        assert_eq!((&em_dia["semaforo"], &em_dia["alertas"]), (&Value::Null, &json!(0)));

        let lido = anexar(&mundo, outubro, &pdf(0, 2026, 10)).await;
        assert_eq!(lido["data_prevista"], lido["data_vencimento"]);
        assert!(lido["numero_fatura"].is_string() && lido["semaforo"].is_string(), "{lido}");
        let vencimento: NaiveDate = lido["data_vencimento"].as_str().unwrap().parse().unwrap();
        let um_mes_depois = vencimento.checked_add_months(chrono::Months::new(1)).unwrap();
        let previsto = ver(novembro).await;
        assert_eq!(previsto["data_prevista"], json!(um_mes_depois));
        assert_eq!(previsto["valor_mes_anterior"], lido["valor_fatura"]);
        assert_eq!(previsto["versao"], 1, "a previsão não conta como mudança");

        let motivo = Some(json!({"motivo": "é de outra filial"}));
        let rejeitado = mundo.pedir("POST", &format!("/processos/{outubro}/rejeicao"), motivo).await.json;
        assert_eq!(
            (&rejeitado["data_prevista"], &rejeitado["semaforo"]),
            (&json!("2026-10-31"), &Value::Null)
        );
        assert_eq!((&rejeitado["alertas"], &rejeitado["numero_fatura"]), (&json!(0), &Value::Null));
        let solto = ver(novembro).await;
        assert_eq!(
            (&solto["data_prevista"], &solto["valor_mes_anterior"]),
            (&json!("2026-11-30"), &Value::Null)
        );

        let lido = anexar(&mundo, novembro, &pdf(0, 2026, 11)).await;
        let dezembro = ver(abrir_em(&mundo, "2026-12").await).await;
        assert_eq!(
            dezembro["valor_mes_anterior"], lido["valor_fatura"],
            "quem nasce depois já nasce sabendo"
        );
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": "2027-01"}))).await;
        let janeiro = ler(&mundo, "/processos?mes_ano=2027-01").await["itens"][0].clone();
        assert_eq!(janeiro["data_prevista"], "2027-01-31", "dezembro não foi lido");
    })
    .await;
}

/// Roda de novo o preenchimento da migração sobre linhas que o programa escreveu: tem de dar no mesmo.
#[tokio::test]
async fn a_migracao_preenche_como_o_programa() {
    const COLUNAS: &str = "SELECT id, mes_ano, CAST(data_prevista AS TEXT), valor_mes_anterior, numero_fatura, \
        linha_digitavel, semaforo, alertas, recebida_em FROM processos WHERE conta_id = ? ORDER BY mes_ano";
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outubro = abrir_em(&mundo, "2026-10").await;
        abrir_em(&mundo, MES).await;
        abrir_em(&mundo, "2026-12").await;
        abrir_em(&mundo, "2027-02").await;
        anexar(&mundo, outubro, &pdf(0, 2026, 10)).await;
        let retrato = async || {
            let ler = async |cx: &mut banco::Contexto| {
                let linhas = cx.buscar(COLUNAS, valores![cx.conta()]).await?;
                linhas
                    .iter()
                    .map(|l| {
                        let texto = |i| l.obter_em::<Option<String>>(i);
                        let numero = |i| l.obter_em::<Option<i64>>(i);
                        let chegada = l.obter_em::<Option<chrono::DateTime<chrono::Utc>>>(8)?;
                        Ok((
                            texto(1)?,
                            texto(2)?,
                            numero(3)?,
                            [texto(4)?, texto(5)?, texto(6)?],
                            numero(7)?,
                            chegada,
                        ))
                    })
                    .collect::<nucleo::Resultado<Vec<_>>>()
            };
            t.banco.ler(&mundo.escopo, ler).await.unwrap()
        };
        let do_programa = retrato().await;
        assert!(
            do_programa[0].3.iter().all(Option::is_some) && do_programa[1].2.is_some(),
            "{do_programa:?}"
        );

        let migracao = match t.banco.dialeto() {
            banco::Dialeto::Sqlite => include_str!("../../../migracoes/sqlite/0005_previsao.sql"),
            banco::Dialeto::Postgres => include_str!("../../../migracoes/postgres/0005_previsao.sql"),
        };
        let inicio = migracao.find("UPDATE processos SET\n").unwrap();
        let preenchimento = migracao[inicio..].split(";\n").next().unwrap();
        let esvaziar = "UPDATE processos SET data_prevista = '2000-01-01', valor_mes_anterior = NULL, \
            numero_fatura = NULL, linha_digitavel = NULL, semaforo = NULL, alertas = 99, recebida_em = NULL \
            WHERE conta_id = ?";
        let refazer = async |cx: &mut banco::Contexto| {
            cx.executar(esvaziar, valores![cx.conta()]).await?;
            cx.executar(preenchimento, Vec::new()).await
        };
        t.banco.gravar(&mundo.escopo, refazer).await.unwrap();
        assert_eq!(retrato().await, do_programa);
    })
    .await;
}

#[tokio::test]
async fn filtros_novos_e_soma() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outubro = abrir_em(&mundo, "2026-10").await;
        let novembro = abrir_em(&mundo, MES).await;
        let outra = mundo.criar_cliente(mundo.operadora, 2, "USINA").await;
        let corpo = Some(json!({"cliente_id": outra, "mes_ano": MES}));
        let filial = mundo.pedir("POST", "/processos", corpo).await.json["id"].as_str().unwrap().to_owned();
        let achar = async |filtro: &str| ids(&ler(&mundo, &format!("/processos?{filtro}")).await);
        let (o, n) = (outubro.to_string(), novembro.to_string());
        assert_eq!(achar("atrasados=true").await, [&*o]);
        assert_eq!(achar("atrasados=false").await.len(), 3, "só `true` restringe");
        assert_eq!(achar("vence_ate=2026-11-29").await, [&*o]);
        assert_eq!(achar(&format!("vence_ate=2026-11-30&mes_ano={MES}")).await.len(), 2);
        assert_eq!(achar(&format!("cnpj={}", simulado(2).cnpj)).await, [&*filial]);

        mundo.rpa.entregar(Entrega::Erro(ClasseErro::Credencial));
        mundo.pedir_download(novembro).await;
        mundo.andar().await;
        assert_eq!(achar("com_falha=true").await, [&*n]);
        let falhou = ler(&mundo, "/processos?com_falha=true&total=true").await;
        assert_eq!(falhou["itens"][0]["ultima_execucao"]["classe_erro"], "CREDENCIAL");
        assert!(falhou["itens"][0]["ultima_execucao"]["detalhes_erro"].is_string());
        let lido = anexar(&mundo, novembro, &pdf(0, 2026, 11)).await;
        assert_eq!(achar("com_falha=true").await, [""; 0], "o anexo é a última execução agora");
        assert_eq!(ler(&mundo, "/processos?com_falha=true&total=true").await["total"], 0);

        let cor = lido["semaforo"].as_str().unwrap();
        assert_eq!(achar(&format!("semaforo={cor}")).await, [&*n]);
        let somada = ler(&mundo, &format!("/processos?mes_ano={MES}&total=true")).await;
        assert_eq!((&somada["total"], &somada["soma"]), (&json!(2), &lido["valor_fatura"]));
        assert_eq!(ler(&mundo, "/processos").await["soma"], Value::Null);

        let visto = mundo.processo(novembro).await.arquivo_sha256.unwrap();
        mundo.pedir("POST", &format!("/processos/{novembro}/aprovacao"), aprovacao(visto)).await;
        mundo.andar().await;
        assert_eq!(achar("enviados_em=2026-11-20").await, [&*n]);
        assert_eq!(
            achar("enviados_em=2026-11-19").await.len() + achar("enviados_em=2026-11-21").await.len(),
            0
        );
        for torta in
            ["semaforo=AZUL", "cnpj=123", "vence_ate=ontem", "enviados_em=20/11/2026", "atrasados=sim"]
        {
            mundo.recusa("GET", &format!("/processos?{torta}"), None, 422, "dados_invalidos").await;
        }
    })
    .await;
}

#[tokio::test]
async fn as_ordens_por_nome_andam_de_um_em_um() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outra = mundo.criar_operadora("AAA", false).await;
        for (i, unidade) in ["A", "B", "C"].into_iter().enumerate() {
            mundo.criar_cliente(if i == 1 { outra } else { mundo.operadora }, 3 - i, unidade).await;
        }
        for mes in [MES, "2026-10"] {
            mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": mes}))).await;
        }
        for ordem in ["cliente", "operadora", "prevista", "atualizacao"] {
            for (ordem, filtro) in [
                (ordem.to_owned(), ""),
                (format!("-{ordem}"), ""),
                (ordem.to_owned(), "&mes_ano=2026-11&status_processo=AGUARDANDO_DOWNLOAD"),
                (format!("-{ordem}"), "&mes_ano=2026-11&atrasados=false"),
            ] {
                let base = format!("/processos?ordem={ordem}{filtro}");
                let todos = ids(&ler(&mundo, &base).await);
                let (mut andados, mut cursor) = (Vec::new(), String::new());
                loop {
                    let pagina = ler(&mundo, &format!("{base}&limite=1{cursor}")).await;
                    andados.extend(ids(&pagina));
                    let Some(proximo) = pagina["proximo"].as_str() else { break };
                    cursor = format!("&cursor={proximo}");
                }
                assert_eq!(andados, todos, "{ordem}{filtro}");
                assert!(todos.len() >= 4);
            }
        }
        let nomes = async |ordem: &str, campo: &str| {
            let lista = ler(&mundo, &format!("/processos?mes_ano={MES}&ordem={ordem}")).await;
            let itens = lista["itens"].as_array().unwrap().clone();
            itens.iter().map(|i| i.pointer(campo).unwrap().to_string()).collect::<Vec<_>>()
        };
        assert!(nomes("cliente", "/cliente/razao_social").await.is_sorted());
        assert!(nomes("operadora", "/operadora/nome").await.is_sorted());
        assert!(nomes("-cliente", "/cliente/razao_social").await.iter().rev().is_sorted());
    })
    .await;
}

#[tokio::test]
async fn corrigir_o_que_nao_se_leu_so_antes_de_aprovar() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outubro = abrir_em(&mundo, "2026-10").await;
        let id = abrir_em(&mundo, MES).await;
        let caminho = format!("/processos/{id}");
        let corrigir = |corpo: Value| Some(corpo);
        let valor = || corrigir(json!({"valor_fatura": "10.00"}));
        mundo.recusa("PATCH", &caminho, valor(), 409, "fora_de_hora").await;
        let anterior = anexar(&mundo, outubro, &pdf(0, 2026, 10)).await;
        anexar(&mundo, id, &pdf(0, 2026, 11)).await;
        abrir_em(&mundo, "2026-12").await;
        let alertas = ler(&mundo, &caminho).await["alertas"].as_i64().unwrap();

        let corpo = corrigir(json!({"valor_fatura": "999999.99", "data_vencimento": "2026-12-24"}));
        let corrigido = mundo.pedir("PATCH", &caminho, corpo).await;
        assert_eq!(corrigido.status, 200, "{}", corrigido.texto());
        assert_eq!(
            (&corrigido.json["valor_fatura"], &corrigido.json["data_prevista"]),
            (&json!("999999.99"), &json!("2026-12-24"))
        );
        let detalhe = ler(&mundo, &caminho).await;
        let variacao = conferencia(&detalhe, "VARIACAO").unwrap();
        assert_eq!(variacao["situacao"], "ALERTA", "{variacao}");
        assert!(detalhe["alertas"].as_i64().unwrap() >= alertas);
        assert_eq!(detalhe["semaforo"], detalhe["leitura"]["semaforo"]);
        let dezembro = ler(&mundo, "/processos?mes_ano=2026-12").await["itens"][0].clone();
        assert_eq!(
            (&dezembro["valor_mes_anterior"], &dezembro["data_prevista"]),
            (&json!("999999.99"), &json!("2027-01-24"))
        );
        let corpo = corrigir(json!({"valor_fatura": anterior["valor_fatura"], "observacoes": "conferido"}));
        mundo.pedir("PATCH", &caminho, corpo).await;
        let detalhe = ler(&mundo, &caminho).await;
        assert_eq!(conferencia(&detalhe, "VARIACAO").unwrap()["situacao"], "OK");
        assert_eq!(
            (&detalhe["observacoes"], &detalhe["data_vencimento"]),
            (&json!("conferido"), &json!("2026-12-24"))
        );

        let igual = mundo.pedir("PATCH", &caminho, Some(json!({}))).await.json;
        assert_eq!(igual["versao"], detalhe["versao"], "nada a mudar não gasta versão");
        for torto in
            [json!({"valor_fatura": "-1"}), json!({"valor_fatura": "x"}), json!({"data_vencimento": "x"})]
        {
            mundo.recusa("PATCH", &caminho, Some(torto), 422, "dados_invalidos").await;
        }
        let historico = ler(&mundo, &format!("{caminho}/historico")).await;
        let fatos = historico["eventos"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|e| e["descricao"] == "processo.corrigido");
        let fatos: Vec<_> = fatos.collect();
        assert_eq!(fatos.len(), 2);
        assert_eq!(fatos[0]["detalhes"]["depois"]["data_vencimento"], "2026-12-24");
        let visto = mundo.processo(id).await.arquivo_sha256.unwrap();
        mundo.pedir("POST", &format!("{caminho}/aprovacao"), aprovacao(visto)).await;
        mundo.recusa("PATCH", &caminho, valor(), 409, "fora_de_hora").await;
        assert_eq!(mundo.pedir("PATCH", &caminho, Some(json!({"observacoes": "ainda"}))).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn a_mesma_fatura_em_outro_processo_e_apontada() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let primeiro = abrir_em(&mundo, MES).await;
        let lido = anexar(&mundo, primeiro, &pdf(0, 2026, 11)).await;
        let detalhe = ler(&mundo, &format!("/processos/{primeiro}")).await;
        assert_eq!(conferencia(&detalhe, "DUPLICIDADE").unwrap()["situacao"], "OK");
        assert_eq!(conferencia(&detalhe, "VARIACAO"), None, "sem mês anterior não há o que comparar");

        let vizinho = mundo.criar_cliente(mundo.operadora, 1, "VIZINHO").await;
        let abrir = async |mes: &str| {
            let corpo = Some(json!({"cliente_id": vizinho, "mes_ano": mes}));
            let criado: Resposta = mundo.pedir("POST", "/processos", corpo).await;
            criado.json["id"].as_str().unwrap().parse::<ProcessoId>().unwrap()
        };
        let segundo = abrir(MES).await;
        anexar(&mundo, segundo, &pdf(0, 2026, 11)).await;
        let detalhe = ler(&mundo, &format!("/processos/{segundo}")).await;
        let duplicada = conferencia(&detalhe, "DUPLICIDADE").unwrap();
        assert_eq!(duplicada["situacao"], "ERRO");
        assert!(duplicada["detalhe"].as_str().unwrap().contains(&simulado(0).razao_social), "{duplicada}");
        assert_eq!(detalhe["semaforo"], "VERMELHO");

        // Outro arquivo com o número de uma fatura desta operadora, dentro e fora dos dois anos.
        let numero = "UPDATE processos SET numero_fatura = ?, mes_ano = ? WHERE id = ?";
        let novo = pdf(1, 2026, 12);
        let terceiro = abrir("2026-12").await;
        anexar(&mundo, terceiro, &novo).await;
        let o_numero = ler(&mundo, &format!("/processos/{terceiro}")).await["numero_fatura"].clone();
        let o_numero = o_numero.as_str().unwrap().to_owned();
        assert_ne!(json!(o_numero), lido["numero_fatura"]);
        for (mes, situacao) in [("2024-12", "ALERTA"), ("2024-11", "OK")] {
            mundo.mudar(numero, valores![o_numero.clone(), mes, primeiro]).await;
            let motivo = Some(json!({"motivo": "de novo"}));
            mundo.pedir("POST", &format!("/processos/{terceiro}/rejeicao"), motivo).await;
            anexar(&mundo, terceiro, &novo).await;
            let detalhe = ler(&mundo, &format!("/processos/{terceiro}")).await;
            let duplicada = conferencia(&detalhe, "DUPLICIDADE").unwrap();
            assert_eq!(duplicada["situacao"], situacao, "{mes}: {duplicada}");
        }
    })
    .await;
}

fn conferir_painel(painel: &Value, lido: &Value) {
    assert_eq!(
        (&painel["total"], &painel["sem_processo"], &painel["atrasados"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!(painel["por_situacao"][1]["quantidade"], 1);
    assert_eq!(painel["por_situacao"][1]["valor"], lido["valor_fatura"]);
    assert_eq!(
        (&painel["aprovacao"]["vencem_hoje"], &painel["aprovacao"]["quantidade"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(painel["falhas"], json!({"quantidade": 1, "sem_nova_tentativa": 1}));
    assert_eq!(painel["valor_apurado"], lido["valor_fatura"]);
    let tipos: Vec<_> = painel["atencao"].as_array().unwrap().iter().map(|a| a["tipo"].clone()).collect();
    assert_eq!(tipos, ["APROVAR_VENCE_HOJE", "SENHA_RECUSADA", "ATRASADO", "SEM_PROCESSO"]);
    let por_operadora = &painel["pendentes_por_operadora"];
    assert_eq!(
        (&por_operadora["total_pendentes"], &por_operadora["itens"][0]["operadora"]["codigo"]),
        (&json!(3), &json!("EMB"))
    );
    assert_eq!(
        (&por_operadora["itens"][0]["download"], &por_operadora["itens"][0]["aprovacao"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(painel["pendentes_por_cliente"]["total_clientes"], 3);
    assert_eq!(painel["pendentes_por_cliente"]["itens"][0]["atrasadas"], 1, "no empate, o atrasado primeiro");
    let ultimo = painel["ritmo"]["dias"].as_array().unwrap().last().unwrap();
    assert_eq!(ultimo, &json!({"dia": "2026-11-20", "baixadas": 1, "enviadas": 0}));
    assert_eq!(painel["ritmo"]["esperadas"], 4);
    let atividade = &painel["atividade"][0];
    assert_eq!((&atividade["acao"], &atividade["detalhe"]), (&json!("processo.anotado"), &json!("x")));
}

#[tokio::test]
async fn contadores_e_painel_contam_o_mesmo_que_a_lista() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let vazio = ler(&mundo, &format!("/processos/painel?mes_ano={MES}")).await;
        assert_eq!((&vazio["total"], &vazio["sem_processo"]), (&json!(0), &json!(1)));
        assert_eq!(vazio["atencao"], json!([{"tipo": "SEM_PROCESSO", "quantidade": 1}]));
        assert_eq!(vazio["ritmo"]["dias"].as_array().unwrap().len(), 20, "do dia 1 até hoje");

        let manual = mundo.criar_operadora("MAN", false).await;
        mundo.criar_cliente(manual, 3, "SEDE").await;
        mundo.criar_cliente(mundo.operadora, 2, "FABRICA").await;
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": MES}))).await;
        mundo.criar_cliente(mundo.operadora, 4, "NOVA").await;
        let lista = ler(&mundo, &format!("/processos?mes_ano={MES}")).await;
        let todos: Vec<ProcessoId> = ids(&lista).iter().map(|id| id.parse().unwrap()).collect();
        let do_cliente = |indice: usize| {
            let cnpj = simulado(indice).cnpj;
            let posicao =
                lista["itens"].as_array().unwrap().iter().position(|i| i["cliente"]["cnpj"] == cnpj);
            todos[posicao.unwrap()]
        };
        let lido = anexar(&mundo, do_cliente(0), &pdf(0, 2026, 11)).await;
        mundo.rpa.entregar(Entrega::Erro(ClasseErro::Credencial));
        mundo.pedir_download(do_cliente(2)).await;
        mundo.andar().await;
        let ontem = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
        let vencer = "UPDATE processos SET data_prevista = ? WHERE id = ?";
        mundo.mudar(vencer, valores![ontem, do_cliente(3)]).await;
        mundo.mudar(vencer, valores![ontem.succ_opt().unwrap(), do_cliente(0)]).await;
        mundo
            .pedir("PATCH", &format!("/processos/{}", do_cliente(3)), Some(json!({"observacoes": "x"})))
            .await;

        let contadores = ler(&mundo, &format!("/processos/contadores?mes_ano={MES}")).await;
        let esperados = json!({"mes_ano": MES, "processos": 3, "aguardando_aprovacao": 1, "atrasados": 1,
            "execucoes_atencao": 1});
        assert_eq!(contadores, esperados);

        let painel = ler(&mundo, &format!("/processos/painel?mes_ano={MES}")).await;
        conferir_painel(&painel, &lido);

        let visto = mundo.processo(do_cliente(0)).await.arquivo_sha256.unwrap();
        mundo.pedir("POST", &format!("/processos/{}/aprovacao", do_cliente(0)), aprovacao(visto)).await;
        mundo.andar().await;
        let painel = ler(&mundo, &format!("/processos/painel?mes_ano={MES}")).await;
        assert_eq!(painel["enviados"], json!({"quantidade": 1, "hoje": 1}));
        assert_eq!(painel["pendentes_por_operadora"]["total_pendentes"], 2);
        assert_eq!(painel["atividade"][0]["acao"], "processo.enviado");
        let dezembro = ler(&mundo, "/processos/painel?mes_ano=2026-12").await;
        assert_eq!(dezembro["valor_mes_anterior"], lido["valor_fatura"]);
    })
    .await;
}

/// Uma empresa com três faturas esperadas em duas operadoras, outra com uma, e um cliente desligado.
async fn com_duas_empresas(t: &apoio::Teste) -> Mundo {
    let mundo = Mundo::novo(t).await;
    let manual = mundo.criar_operadora("MAN", false).await;
    mundo.criar_cliente(mundo.operadora, 0, "ORIENTE").await;
    mundo.criar_cliente(manual, 0, "ORIENTE").await;
    mundo.criar_cliente(mundo.operadora, 2, "SUL").await;
    let desligado = mundo.criar_cliente(mundo.operadora, 3, "FORA").await;
    mundo.mudar("UPDATE clientes SET status_ativo = ? WHERE id = ?", valores![false, desligado]).await;
    mundo
}

#[tokio::test]
async fn a_matriz_mostra_o_que_ha_e_o_que_falta() {
    nos_dois_bancos(async |t| {
        let mundo = com_duas_empresas(&t).await;
        let id = abrir_em(&mundo, MES).await;
        let lido = anexar(&mundo, id, &pdf(0, 2026, 11)).await;

        let matriz = ler(&mundo, &format!("/processos/matriz?mes_ano={MES}")).await;
        let totais = &matriz["totais"];
        assert_eq!((&totais["esperadas"], &totais["sem_processo"]), (&json!(4), &json!(3)));
        assert_eq!((&totais["aguardando_aprovacao"], &totais["valor"]), (&json!(1), &lido["valor_fatura"]));
        assert_eq!(
            (&matriz["total"], &matriz["cortada"], &matriz["proximo"]),
            (&json!(2), &json!(false), &Value::Null)
        );
        let codigos: Vec<_> =
            matriz["operadoras"].as_array().unwrap().iter().map(|o| o["codigo"].clone()).collect();
        assert_eq!(codigos, ["EMB", "MAN"]);
        assert_eq!(matriz["operadoras"][0]["esperadas"], 3);
        let empresa = &matriz["itens"][0];
        assert_eq!((&empresa["cnpj"], &empresa["unidade"]), (&json!(simulado(0).cnpj), &Value::Null));
        assert_eq!(
            (&empresa["esperadas"], &empresa["enviadas"], &empresa["atrasadas"]),
            (&json!(3), &json!(0), &json!(0))
        );
        let emb = empresa["celulas"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["operadora_id"] == json!(mundo.operadora))
            .unwrap();
        assert_eq!(
            (&emb["processos"][0]["id"], &emb["processos"][0]["unidade"]),
            (&json!(id), &json!("MATRIZ"))
        );
        assert_eq!(emb["processos"][0]["passos_possiveis"][0]["passo"], "APROVAR");
        assert_eq!(emb["processos"][0]["arquivo_sha256"], lido["arquivo_sha256"]);
        assert_eq!(emb["sem_processo"][0]["unidade"], "ORIENTE");
    })
    .await;
}

#[tokio::test]
async fn as_linhas_da_matriz_se_filtram_ordenam_e_andam() {
    nos_dois_bancos(async |t| {
        let mundo = com_duas_empresas(&t).await;
        let id = abrir_em(&mundo, MES).await;
        anexar(&mundo, id, &pdf(0, 2026, 11)).await;
        let linhas = async |consulta: &str| {
            let resposta = ler(&mundo, &format!("/processos/matriz?mes_ano={MES}&{consulta}")).await;
            let chaves =
                resposta["itens"].as_array().unwrap().iter().map(|l| l["chave"].as_str().unwrap().to_owned());
            (chaves.collect::<Vec<_>>(), resposta)
        };
        let unidades = linhas("por=unidade").await.0;
        assert_eq!(unidades.len(), 3);
        assert!(unidades.contains(&format!("{}|ORIENTE", simulado(0).cnpj)), "{unidades:?}");
        assert_eq!(linhas("busca=oriente").await.1["totais"]["esperadas"], 2, "os totais são os da busca");
        assert_eq!(linhas("so=aprovacao").await.0, [simulado(0).cnpj]);
        assert_eq!(linhas("so=completas").await.0, [""; 0]);
        assert_eq!(linhas("so=faltando").await.0.len(), 2);
        assert_eq!(
            linhas("so=atrasados").await.1["totais"]["esperadas"],
            4,
            "os totais não dependem de `so`"
        );

        for consulta in ["por=unidade", "por=unidade&ordem=nome", "ordem=nome", "por=unidade&so=faltando"] {
            let todas = linhas(consulta).await.0;
            let (mut andadas, mut cursor) = (Vec::new(), String::new());
            loop {
                let (pagina, resposta) = linhas(&format!("{consulta}&limite=1{cursor}")).await;
                assert_eq!(resposta["total"], json!(todas.len()), "{consulta}");
                andadas.extend(pagina);
                let Some(proximo) = resposta["proximo"].as_str() else { break };
                cursor = format!("&cursor={proximo}");
            }
            assert_eq!(andadas, todas, "{consulta}");
        }
        let tarde = "UPDATE processos SET data_prevista = '2026-11-01' WHERE id = ?";
        mundo.mudar(tarde, valores![id]).await;
        let (chaves, resposta) = linhas("por=unidade").await;
        assert_eq!(chaves[0], format!("{}|MATRIZ", simulado(0).cnpj), "o atrasado vem primeiro");
        assert_eq!(
            (&resposta["itens"][0]["atrasadas"], &resposta["totais"]["atrasadas"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(resposta["itens"][0]["celulas"][0]["processos"][0]["dias_atraso"], 19);
        for torta in ["so=nada", "por=cor", "ordem=id", "limite=201", "cursor=zzz"] {
            let caminho = format!("/processos/matriz?mes_ano={MES}&{torta}");
            mundo.recusa("GET", &caminho, None, 422, "dados_invalidos").await;
        }
    })
    .await;
}

#[tokio::test]
async fn o_lote_faz_o_que_da_e_diz_o_que_nao() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let outro = mundo.criar_cliente(mundo.operadora, 1, "FILIAL").await;
        let lote = async |corpo: Value| {
            let resposta = mundo.pedir("POST", "/processos/lote", Some(corpo)).await;
            assert_eq!(resposta.status, 200, "{}", resposta.texto());
            resposta.json
        };
        let criar = json!({"acao": "CRIAR", "clientes": [mundo.cliente, outro, outro], "mes_ano": MES});
        let criados = lote(criar).await;
        assert_eq!(
            (&criados["feitos"], &criados["recusados"][0]["codigo"]),
            (&json!(2), &json!("processo_existente"))
        );
        let todos = ids(&ler(&mundo, "/processos").await);
        let estranho = uuid::Uuid::from_u128(7);
        let baixados = lote(json!({"acao": "BAIXAR", "itens": [{"id": todos[0]}, {"id": estranho}]})).await;
        assert_eq!(baixados["feitos"], 1);
        assert_eq!(
            baixados["recusados"],
            json!([{"id": estranho, "codigo": "nao_encontrado",
            "mensagem": "processo não encontrado"}])
        );
        let filtrados = lote(json!({"acao": "BAIXAR", "filtro": {"mes_ano": MES}})).await;
        assert_eq!(
            (&filtrados["feitos"], &filtrados["recusados"][0]["codigo"]),
            (&json!(1), &json!("download_em_andamento"))
        );
        assert_eq!(lote(json!({"acao": "ENVIAR", "filtro": {"mes_ano": MES}})).await["feitos"], 0);
        assert_eq!(lote(json!({"acao": "BAIXAR", "filtro": {"mes_ano": "2020-01"}})).await["feitos"], 0);

        let primeiro: ProcessoId = todos[0].parse().unwrap();
        let indice = usize::from(mundo.processo(primeiro).await.cliente_id != mundo.cliente);
        let lido = anexar(&mundo, primeiro, &pdf(indice, 2026, 11)).await;
        let itens = json!([{"id": primeiro, "arquivo_sha256": lido["arquivo_sha256"]},
            {"id": todos[1], "arquivo_sha256": lido["arquivo_sha256"]}]);
        let rejeitados = lote(json!({"acao": "REJEITAR", "itens": itens, "motivo": "mês errado"})).await;
        assert_eq!(
            (&rejeitados["feitos"], &rejeitados["recusados"][0]["codigo"]),
            (&json!(1), &json!("fora_de_hora"))
        );
        anexar(&mundo, primeiro, &pdf(indice, 2026, 11)).await;
        let aprovados = lote(json!({"acao": "APROVAR", "itens": itens, "observacoes": "em lote"})).await;
        assert_eq!((&aprovados["feitos"], &aprovados["recusados"][0]["id"]), (&json!(1), &json!(todos[1])));
        let detalhe = ler(&mundo, &format!("/processos/{primeiro}")).await;
        assert_eq!(detalhe["decisoes"].as_array().unwrap().last().unwrap()["observacoes"], "em lote");

        let muitos = vec![json!({"id": estranho}); 501];
        for torto in [
            json!({"acao": "BAIXAR"}),
            json!({"acao": "BAIXAR", "itens": muitos}),
            json!({"acao": "APROVAR", "itens": [{"id": primeiro}]}),
            json!({"acao": "APROVAR", "filtro": {"mes_ano": MES}}),
            json!({"acao": "REJEITAR", "itens": [{"id": primeiro}], "motivo": " "}),
            json!({"acao": "CRIAR", "clientes": [outro]}),
            json!({"acao": "APAGAR", "itens": [{"id": primeiro}]}),
        ] {
            mundo.recusa("POST", "/processos/lote", Some(torto), 422, "dados_invalidos").await;
        }
        let so_opera = mundo.rotas_de(&t.escopo_com(&mundo.escopo, &["faturas.operar"]));
        let negado =
            apoio::pedir(&so_opera, "POST", "/processos/lote", Some(json!({"acao": "APROVAR"}))).await;
        assert_eq!(negado.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_planilha_traz_todos_os_do_filtro() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let agora = t.relogio.as_ref();
        let clientes: Vec<_> = (0..1_100_i64)
            .map(|i| {
                let n = format!("{i:05}");
                let instante = nucleo::Relogio::agora(agora);
                valores![
                    nucleo::Relogio::novo_uuid(agora), mundo.escopo.conta(), mundo.operadora, &n, &n, "N",
                    "11444777000161", "", "=1+1", "D", &n, true, &n, 1_i64, instante, instante
                ]
            })
            .collect();
        let gravar = async |cx: &mut banco::Contexto| {
            let (sql, valores) = Consulta::nova(
                "INSERT INTO clientes (id, conta_id, operadora_id, hash_unico, razao_social, nome_sat, cnpj, filtro, \
                 servico, dados_sat, unidade, status_ativo, busca, versao, criado_em, atualizado_em) VALUES ",
            )
            .linhas(clientes)
            .partes();
            cx.executar(sql, valores).await
        };
        t.banco.gravar(&mundo.escopo, gravar).await.unwrap();
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": MES}))).await;
        let csv = mundo.pedir("GET", &format!("/processos/exportacao?mes_ano={MES}&ordem=cliente"), None).await;
        assert_eq!(csv.status, 200, "{}", csv.texto());
        assert_eq!(csv.cabecalho("content-disposition"), Some("attachment; filename=\"processos.csv\""));
        let texto = csv.texto();
        assert!(texto.starts_with("\u{feff}mes_ano;razao_social;cnpj;"), "{}", &texto[..80]);
        assert_eq!(texto.lines().count(), 1_102, "títulos e todos, em mais de um lote");
        assert!(texto.contains(";11.444.777/0001-61;") && texto.contains(";'=1+1;"), "nada vira número nem fórmula");
        assert!(texto.contains(";30/11/2026;0;"), "previsão e atraso");
        let filtrado = mundo.pedir("GET", "/processos/exportacao?busca=00042", None).await.texto();
        assert_eq!(filtrado.lines().count(), 2);
        let xlsx = mundo.pedir("GET", &format!("/processos/exportacao?mes_ano={MES}&formato=xlsx"), None).await;
        assert!(xlsx.corpo.starts_with(b"PK\x03\x04"));
        mundo.recusa("GET", "/processos/exportacao?formato=pdf", None, 422, "dados_invalidos").await;
        mundo.recusa("GET", "/processos/exportacao?ordem=id", None, 422, "dados_invalidos").await;
    })
    .await;
}
