//! O que é a política: a que hosts um roteiro pode levar o navegador.

use url::Url;

/// Os hosts de uma operadora: o do portal e os que a configuração acrescenta.
#[derive(Debug, Clone, Default)]
pub(crate) struct HostsPermitidos {
    /// Host exato, `*.dominio` para subdomínios, ou `*`. Com `:porta`, só aquela porta.
    padroes: Vec<String>,
}

impl HostsPermitidos {
    /// O host de `url_portal` (com a sua porta) e a lista `hosts_permitidos`.
    pub(crate) fn novos(url_portal: Option<&str>, extras: impl IntoIterator<Item = String>) -> Self {
        let do_portal = url_portal.and_then(|url| Url::parse(url).ok()).and_then(|url| com_porta(&url));
        let extras =
            extras.into_iter().map(|padrao| padrao.trim().to_lowercase()).filter(|padrao| !padrao.is_empty());
        Self { padroes: do_portal.into_iter().chain(extras).collect() }
    }

    /// Se o roteiro pode ir ao endereço: só `http` e `https`, sem credenciais nele, host da lista.
    pub(crate) fn pode_abrir(&self, endereco: &str) -> bool {
        let Ok(url) = Url::parse(endereco) else { return false };
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && self.tem(&url)
    }

    /// Se a página pode buscar o endereço (o que não sai da página, como `blob:`, sempre pode).
    pub(crate) fn pode_buscar(&self, endereco: &str) -> bool {
        match Url::parse(endereco) {
            Ok(url) if matches!(url.scheme(), "blob" | "data" | "about") => true,
            Ok(url) => matches!(url.scheme(), "http" | "https") && self.tem(&url),
            Err(_) => false,
        }
    }

    fn tem(&self, url: &Url) -> bool {
        let (Some(host), Some(completo)) = (url.host_str(), com_porta(url)) else { return false };
        self.padroes.iter().any(|padrao| {
            padrao == "*"
                || *padrao == completo
                || padrao == host
                || padrao
                    .strip_prefix("*.")
                    .is_some_and(|fim| host.strip_suffix(fim).is_some_and(|i| i.ends_with('.')))
        })
    }
}

fn com_porta(url: &Url) -> Option<String> {
    Some(format!("{}:{}", url.host_str()?.to_lowercase(), url.port_or_known_default()?))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn so_os_hosts_da_operadora() {
        let hosts = HostsPermitidos::novos(
            Some("https://portal.exemplo/x"),
            ["*.cdn.exemplo".into(), "outro:8080".into()],
        );
        for pode in [
            "https://portal.exemplo/y",
            "https://PORTAL.exemplo:443/",
            "http://a.cdn.exemplo/",
            "http://outro:8080/",
        ] {
            assert!(hosts.pode_abrir(pode), "{pode}");
        }
        for nao_pode in [
            "file:///etc/passwd",
            "chrome://settings",
            "https://mau.exemplo/",
            "http://portal.exemplo/",
            "https://portal.exemplo:8443/",
            "https://u:s@portal.exemplo/",
            "http://cdn.exemplo/",
            "http://xcdn.exemplo/",
            "http://outro/",
            "javascript:alert(1)",
            "nada",
        ] {
            assert!(!hosts.pode_abrir(nao_pode), "{nao_pode}");
        }
        assert!(hosts.pode_buscar("blob:https://portal.exemplo/1") && hosts.pode_buscar("data:,x"));
        assert!(!hosts.pode_buscar("http://169.254.169.254/") && !hosts.pode_buscar("file:///etc/passwd"));
        assert!(HostsPermitidos::novos(None, ["*".into()]).pode_abrir("http://qualquer/"));
    }
}
