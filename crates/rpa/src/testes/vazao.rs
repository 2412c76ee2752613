//! A vazão: só mede, sob pedido (`REGENTE_MEDIR=40 cargo test -p rpa vazao -- --nocapture`).

use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt;

use super::bancada::{Bancada, tem_navegador};
use crate::Rpa;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vazao_de_faturas() {
    let Some(quantas) = std::env::var("REGENTE_MEDIR").ok().and_then(|n| n.parse::<usize>().ok()) else {
        return println!("pulado: só mede com REGENTE_MEDIR=<faturas>");
    };
    if !tem_navegador() {
        return;
    }
    let bancada = Arc::new(Bancada::nova().await);
    assert!(bancada.baixar("EMB").await.sucesso);
    for ao_mesmo_tempo in [1, 2] {
        let inicio = Instant::now();
        let portais = ["EMB", "VIV", "DIG", "OI"].into_iter().cycle().take(quantas);
        let feitas = futures::stream::iter(portais)
            .map(|codigo| {
                let bancada = bancada.clone();
                async move { bancada.baixar(codigo).await.sucesso }
            })
            .buffer_unordered(ao_mesmo_tempo)
            .filter(|sucesso| std::future::ready(*sucesso))
            .count()
            .await;
        let segundos = inicio.elapsed().as_secs_f64();
        assert_eq!(feitas, quantas);
        println!(
            "{ao_mesmo_tempo} ao mesmo tempo: {:.0} faturas por minuto",
            quantas as f64 * 60.0 / segundos
        );
    }
    let entrada = bancada.entrada("OI", 0);
    assert!(bancada.rpa.executar_download(&entrada, &bancada.ambiente("OI")).await.sucesso);
    bancada.rpa.encerrar().await;
}
