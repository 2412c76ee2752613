//! Importação de ponta a ponta pela API, nos dois bancos.

use std::fmt::Write;

use apoio::{Resposta, nos_dois_bancos, pedir, pedir_com};
use axum::{Router, body::Body, http::Request};
use nucleo::Cnpj;
use serde_json::{Value, json};

use crate::operadoras::apoio_de_teste::{
    auditoria, codigo, corpo_de_cliente, corpo_de_operadora, criar, recusas, rotas,
};

const TITULOS: &str =
    "Razão Social;Nome SAT;CNPJ;Operadora;Filtro;Serviço;Dados SAT;Unidade;Login;Senha;CPF;Ativo";

async fn importar(rotas: &Router, consulta: &str, corpo: impl Into<Vec<u8>>) -> Resposta {
    let pedido = Request::post(format!("/clientes/importacao{consulta}"))
        .header("authorization", "Bearer x")
        .header("content-type", "text/csv")
        .body(Body::from(corpo.into()))
        .unwrap();
    pedir_com(rotas, pedido).await
}

/// `[criados, alterados, iguais, recusados]`.
fn contagem(resposta: &Resposta) -> [i64; 4] {
    assert_eq!(resposta.status, 200, "{}", resposta.texto());
    ["criados", "alterados", "iguais", "recusados"].map(|c| resposta.json[c].as_i64().unwrap())
}

fn erros(resposta: &Resposta) -> Vec<String> {
    let linhas = resposta.json["linhas"].as_array().unwrap();
    let da_linha = |linha: &Value| -> Vec<String> {
        let erros = linha["erros"].as_array().cloned().unwrap_or_default();
        let texto = |erro: &Value| {
            format!("{}:{}", erro["campo"].as_str().unwrap(), erro["codigo"].as_str().unwrap())
        };
        erros.iter().map(|erro| format!("{} {}", linha["linha"], texto(erro))).collect()
    };
    linhas.iter().flat_map(da_linha).collect()
}

#[tokio::test]
async fn ensaia_importa_e_repete_sem_mudar_nada() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let csv = format!(
            "{TITULOS}\n\
             Padaria São João;PADARIA;11.444.777/0001-61;emb;Matriz;Fixo;Conta 1;Centro;ana;s3nha;529.982.247-25;sim\n\
             \"Açúcar; Álcool\";USINA;12ABC34501DE35;EMB;;Móvel;;Usina;;;;não\n"
        );
        let ensaio = importar(&rotas, "?simular=true", csv.clone()).await;
        assert_eq!((contagem(&ensaio), &ensaio.json["simulacao"]), ([2, 0, 0, 0], &json!(true)));
        assert_eq!(ensaio.json["linhas"][0].get("cliente_id"), None);
        assert_eq!(pedir(&rotas, "GET", "/clientes?total=true", None).await.json["total"], 0);

        let feita = importar(&rotas, "", csv.clone()).await;
        assert_eq!(contagem(&feita), [2, 0, 0, 0]);
        assert_eq!((&feita.json["linhas"][1]["linha"], &feita.json["linhas"][1]["resultado"]), (&json!(3), &json!("CRIADO")));
        let id = feita.json["linhas"][0]["cliente_id"].as_str().unwrap();
        let cliente = pedir(&rotas, "GET", &format!("/clientes/{id}"), None).await.json;
        assert_eq!((&cliente["tem_senha_portal"], &cliente["login_portal"]), (&json!(true), &json!("ana")));
        assert_eq!(cliente["hash_unico"], ensaio.json["linhas"][0]["hash_unico"]);
        let segundo = feita.json["linhas"][1]["cliente_id"].as_str().unwrap();
        let cliente = pedir(&rotas, "GET", &format!("/clientes/{segundo}"), None).await.json;
        assert_eq!((&cliente["status_ativo"], &cliente["razao_social"]), (&json!(false), &json!("Açúcar; Álcool")));

        let antes = auditoria(&t, &escopo).await.len();
        assert_eq!(antes, 3, "um fato por cliente, mais a operadora");
        assert_eq!(contagem(&importar(&rotas, "", csv).await), [0, 0, 2, 0]);
        assert_eq!(auditoria(&t, &escopo).await.len(), antes);
        let exportado = pedir(&rotas, "GET", "/clientes/exportacao", None).await.corpo;
        assert_eq!(contagem(&importar(&rotas, "", exportado).await), [0, 0, 2, 0], "a exportação volta igual");
        assert!(!format!("{:?}", auditoria(&t, &escopo).await).contains("s3nha"));
    })
    .await;
}

#[tokio::test]
async fn altera_so_o_que_a_linha_traz() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let operadora = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let id = criar(&rotas, "/clientes", corpo_de_cliente(&operadora, "Centro")).await;
        let csv = "cnpj,unidade,servico,operadora,dados_sat,senha_portal,telefone\n\
                   11444777000161,centro,FIXO,EMB,Conta 2,outra-senha,99\n";
        let feita = importar(&rotas, "", csv).await;
        assert_eq!(contagem(&feita), [0, 1, 0, 0]);
        let linha = &feita.json["linhas"][0];
        assert_eq!((&linha["resultado"], &linha["cliente_id"]), (&json!("ALTERADO"), &json!(id)));
        assert_eq!(linha["mudancas"], json!(["servico", "dados_sat", "unidade", "senha_portal"]));
        assert_eq!(feita.json["colunas_ignoradas"], json!(["telefone"]));
        let cliente = pedir(&rotas, "GET", &format!("/clientes/{id}"), None).await.json;
        assert_eq!(
            (&cliente["versao"], &cliente["nome_sat"], &cliente["login_portal"]),
            (&json!(2), &json!("PADARIA"), &json!("ana"))
        );
        assert_eq!(contagem(&importar(&rotas, "", csv).await), [0, 0, 1, 0]);
    })
    .await;
}

#[tokio::test]
async fn linhas_ruins_dizem_por_que_e_nao_impedem_as_boas() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let desligada = criar(&rotas, "/operadoras", corpo_de_operadora("OFF")).await;
        pedir(&rotas, "POST", &format!("/operadoras/{desligada}/desativacao"), None).await;
        let operadora = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let vizinho = corpo_de_cliente(&operadora, "Centro");
        criar(&rotas, "/clientes", vizinho).await;
        let csv = format!(
            "{TITULOS}\n\
             A;A;11444777000161;EMB;;Fixo;;Sul;;;;\n\
             B;B;11444777000162;EMB;;Fixo;;Sul;;;;\n\
             C;C;11444777000161;XYZ;;Fixo;;Sul;;;;\n\
             D;D;11444777000161;;;Fixo;;Sul;;;;\n\
             E;E;11.444.777/0001-61;emb;;fixo;;SUL;;;;\n\
             ;;11444777000161;EMB;;;;Leste;;;123;talvez\n\
             G;G;11444777000161;OFF;;Fixo;;Sul;;;;\n\
             H;\"H;11444777000161;EMB;;Fixo;;Oeste;;;;\n\
             I;I;11444777000161;EMB\n\
             J;PADARIA;12ABC34501DE35;EMB;Matriz;Fixo;Conta 1;Centro;;;;\n\
             K;K;12ABC34501DE35;EMB;;Fixo;;Norte;;;;\n\
             L;K;11444777000161;EMB;;Fixo;;Norte;;;;\n"
        );
        let feita = importar(&rotas, "?somente=erros", csv).await;
        assert_eq!(contagem(&feita), [2, 0, 0, 10]);
        assert_eq!(
            erros(&feita),
            [
                "3 cnpj:cnpj_invalido",
                "4 operadora:operadora_desconhecida",
                "5 operadora:obrigatorio",
                "6 linha:linha_repetida",
                "7 status_ativo:status_invalido",
                "7 cpf:cpf_invalido",
                "7 razao_social:obrigatorio",
                "7 nome_sat:obrigatorio",
                "7 servico:obrigatorio",
                "8 operadora:operadora_inativa",
                "9 linha:aspas_abertas",
                "10 linha:numero_de_colunas",
                "11 hash_unico:hash_unico_em_uso",
                "13 hash_unico:hash_unico_em_uso",
            ]
        );
        assert!(feita.json["linhas"].as_array().unwrap().iter().all(|l| l["resultado"] == "RECUSADO"));
        assert_eq!(pedir(&rotas, "GET", "/clientes?total=true", None).await.json["total"], 3);
    })
    .await;
}

#[tokio::test]
async fn aceita_as_codificacoes_separadores_e_o_formulario() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let com_virgula = "cnpj,operadora,unidade,serviço,razão social,nome sat\r\n\
                           11444777000161,EMB,São Luís,Móvel,Padaria,P\r\n";
        let (latim, _, _) = encoding_rs::WINDOWS_1252.encode(com_virgula);
        assert_eq!(contagem(&importar(&rotas, "", latim.into_owned()).await), [1, 0, 0, 0]);
        let com_marca = format!("\u{feff}{}", com_virgula.replace(',', ";"));
        assert_eq!(contagem(&importar(&rotas, "", com_marca.clone()).await), [0, 0, 1, 0]);
        let antigo = com_virgula.replace("\r\n", "\r");
        assert_eq!(contagem(&importar(&rotas, "", antigo).await), [0, 0, 1, 0]);

        let formulario = async |nome: &str| {
            let corpo = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{nome}\"\r\n\r\n{com_marca}\r\n--x--\r\n"
            );
            let pedido = Request::post("/clientes/importacao")
                .header("authorization", "Bearer x")
                .header("content-type", "multipart/form-data; boundary=x")
                .body(Body::from(corpo))
                .unwrap();
            pedir_com(&rotas, pedido).await
        };
        assert_eq!(contagem(&formulario("arquivo").await), [0, 0, 1, 0]);
        assert_eq!(recusas(&formulario("outro").await), ["arquivo:formulario_invalido"]);
        assert_eq!(
            recusas(&importar(&rotas, "", b"a\0b".to_vec()).await),
            ["arquivo:codificacao_desconhecida"]
        );
        assert_eq!(recusas(&importar(&rotas, "", "cnpj\n1").await), ["arquivo:coluna_ausente"]);
        assert_eq!(recusas(&importar(&rotas, "?x=1", "").await), ["consulta:filtro_invalido"]);
        let grande = vec![b'a'; super::LIMITE_BYTES + 1];
        assert_eq!(codigo(&importar(&rotas, "", grande).await, 413), "grande_demais");
    })
    .await;
}

#[tokio::test]
async fn dez_mil_clientes_em_uma_transacao() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let mut csv = format!("{TITULOS}\n");
        for n in 0..10_000 {
            let cnpj = Cnpj::da_base(&format!("{n:08}0001")).unwrap();
            writeln!(
                csv,
                "Cliente {n};CLI {n};{cnpj};EMB;Matriz;Fixo;Conta {n};Unidade {n};u{n};senha {n};;sim"
            )
            .unwrap();
        }
        // Sem limite de tempo: quem mede é `regente medir`. O tempo aparece com --no-capture.
        let inicio = std::time::Instant::now();
        assert_eq!(contagem(&importar(&rotas, "?somente=erros", csv.clone()).await), [10_000, 0, 0, 0]);
        let criou = inicio.elapsed();
        assert_eq!(contagem(&importar(&rotas, "?somente=erros", csv).await), [0, 0, 10_000, 0]);
        eprintln!("{:?}: criou em {criou:?}, repetiu em {:?}", t.banco.dialeto(), inicio.elapsed() - criou);
        assert_eq!(auditoria(&t, &escopo).await.len(), 10_001);
        let exportado = pedir(&rotas, "GET", "/clientes/exportacao", None).await.texto();
        assert_eq!(exportado.lines().count(), 10_001);
    })
    .await;
}

#[tokio::test]
async fn a_planilha_exportada_volta_igual_e_o_xlsx_vale_como_o_csv() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let mut pasta = rust_xlsxwriter::Workbook::new();
        let folha = pasta.add_worksheet();
        let titulos =
            ["Razão Social", "Nome SAT", "CNPJ", "Operadora", "Unidade", "Serviço", "CPF", "Telefone"];
        for (coluna, titulo) in titulos.into_iter().enumerate() {
            folha.write(0, coluna as u16, titulo).unwrap();
        }
        let linha = ["=Padaria", "PADARIA", "11.444.777/0001-61", "emb", "Centro", "Fixo"];
        for (coluna, texto) in linha.into_iter().enumerate() {
            folha.write_string(1, coluna as u16, texto).unwrap();
        }
        // Como a planilha guarda um CNPJ e um CPF digitados sem máscara: números, sem os zeros à esquerda.
        for (coluna, texto) in ["Banco", "BANCO", "", "EMB", "Sede", "Fixo"].into_iter().enumerate() {
            folha.write_string(2, coluna as u16, texto).unwrap();
        }
        folha.write_number(2, 2, 191.0).unwrap().write_number(2, 6, 12_345_678_909.0).unwrap();
        let feita = importar(&rotas, "", pasta.save_to_buffer().unwrap()).await;
        assert_eq!(contagem(&feita), [2, 0, 0, 0], "{}", feita.texto());
        assert_eq!(feita.json["colunas_ignoradas"], json!(["Telefone"]));
        let banco = pedir(&rotas, "GET", "/clientes?busca=banco", None).await.json["itens"][0].clone();
        assert_eq!((&banco["cnpj"], &banco["cpf"]), (&json!("00000000000191"), &json!("12345678909")));

        for formato in ["csv", "xlsx"] {
            let exportada =
                pedir(&rotas, "GET", &format!("/clientes/exportacao?formato={formato}"), None).await;
            assert_eq!(exportada.status, 200);
            let volta = importar(&rotas, "", exportada.corpo).await;
            assert_eq!(contagem(&volta), [0, 0, 2, 0], "{formato}: {}", volta.texto());
        }
    })
    .await;
}
