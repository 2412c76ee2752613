//! O que aconteceu com cada fatura, em uma tabela.

use serde_json::Value;

use crate::comandos::cliente::Api;

/// Escreve uma linha por processo.
pub async fn mostrar(api: &Api, processos: &[Value]) -> anyhow::Result<()> {
    println!(
        "\n{:<5} {:<34} {:<14} {:>12} {:<11} {:<8} {:>4} {:<20} PROTOCOLO",
        "OPER.", "CLIENTE", "UNIDADE", "VALOR", "VENCIMENTO", "COMO", "EXEC", "SITUAÇÃO"
    );
    for processo in processos {
        let inteiro = api.ler(&format!("/processos/{}", texto(processo, "id"))).await?;
        let execucoes = inteiro["execucoes"].as_array().map_or(0, Vec::len);
        let rejeitado =
            inteiro["decisoes"].as_array().is_some_and(|d| d.iter().any(|d| d["tipo"] == "REJEICAO"));
        println!(
            "{:<5} {:<34} {:<14} {:>12} {:<11} {:<8} {:>4} {:<20} {}{}",
            texto(&processo["operadora"], "codigo"),
            cortar(texto(&processo["cliente"], "razao_social"), 34),
            cortar(texto(&processo["cliente"], "unidade"), 14),
            texto(processo, "valor_fatura"),
            texto(processo, "data_vencimento"),
            como(processo),
            execucoes,
            texto(processo, "status_processo"),
            texto(&inteiro, "protocolo_sat"),
            if rejeitado { "  (rejeitada e refeita)" } else { "" },
        );
    }
    Ok(())
}

fn como(processo: &Value) -> &'static str {
    match texto(&processo["operadora"], "codigo") {
        _ if processo["upload_manual"] == true => "à mão",
        "TIM" => "API",
        _ => "robô",
    }
}

fn texto<'a>(valor: &'a Value, campo: &str) -> &'a str {
    valor[campo].as_str().unwrap_or("–")
}

fn cortar(texto: &str, tamanho: usize) -> String {
    texto.chars().take(tamanho).collect()
}
