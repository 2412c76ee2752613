// O que é: o que o roteiro faz dentro da página, num mundo isolado que ela não alcança.
// Cada função resolve o elemento e age de uma vez, para que nada mude entre achar e usar.
(() => {
  if (globalThis.__rg) return;
  const FALTA = { falta: true };

  const todos = ({ tipo, valor }) => {
    const css = (seletor) => [...document.querySelectorAll(seletor)];
    const links = (combina) => css('a').filter((a) => combina((a.innerText || a.textContent).trim()));
    switch (tipo) {
      case 'id': return css(`[id=${JSON.stringify(valor)}]`);
      case 'name': return css(`[name=${JSON.stringify(valor)}]`);
      case 'class': return [...document.getElementsByClassName(valor)];
      case 'css': return css(valor);
      case 'linkText': return links((texto) => texto === valor.trim());
      case 'partialLinkText': return links((texto) => texto.includes(valor));
      case 'xpath': {
        const achados = document.evaluate(valor, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
        return Array.from({ length: achados.snapshotLength }, (_, i) => achados.snapshotItem(i))
          .filter((no) => no.nodeType === Node.ELEMENT_NODE);
      }
      default: throw new Error(`localizador desconhecido: ${tipo}`);
    }
  };
  const primeiro = (localizadores) => {
    for (const localizador of localizadores) {
      const [achado] = todos(localizador);
      if (achado) return achado;
    }
    return null;
  };
  const visivel = (e) => {
    if (e instanceof HTMLOptionElement) return !e.closest('select') || visivel(e.closest('select'));
    if (!e.isConnected || getComputedStyle(e).visibility !== 'visible') return false;
    return [...e.getClientRects()].some((r) => r.width > 0 && r.height > 0);
  };
  const habilitado = (e) => !e.matches(':disabled') && e.getAttribute('aria-disabled') !== 'true';
  const editavel = (e) => habilitado(e) && !e.readOnly && (e.isContentEditable || e.matches('input, textarea, select'));
  const nome = (e) => `<${e.localName}${e.id ? ` id="${e.id}"` : ''}${e.classList.length ? ` class="${e.className}"` : ''}>`;
  // Numa aba sem pintura o quadro de animação não vem; não se espera por ele para sempre.
  const pintura = () => new Promise((ok) => { requestAnimationFrame(ok); setTimeout(ok, 40); });
  const caixa = (e) => {
    const r = [...e.getClientRects()].find((c) => c.width > 0 && c.height > 0) ?? e.getBoundingClientRect();
    return { x: r.left, y: r.top, w: r.width, h: r.height };
  };
  const noPonto = (doc, x, y) => {
    let achado = doc.elementFromPoint(x, y);
    while (achado?.shadowRoot) {
      const dentro = achado.shadowRoot.elementFromPoint(x, y);
      if (!dentro || dentro === achado) break;
      achado = dentro;
    }
    return achado;
  };
  const pertence = (dono, atingido) => {
    for (let no = atingido; no; no = no.parentNode ?? no.host) if (no === dono) return true;
    return atingido?.closest?.('label')?.control === dono;
  };
  const avisar = (e) => {
    e.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    e.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const DIRETOS = ['date', 'time', 'month', 'week', 'datetime-local', 'color', 'range'];

  // Onde clicar, em coordenadas da janela, ou o motivo de ainda não se poder.
  const acionavel = async (localizadores, dx, dy) => {
    const e = primeiro(localizadores);
    if (!e) return FALTA;
    if (!visivel(e)) return { motivo: `${nome(e)} está invisível` };
    if (!habilitado(e)) return { motivo: `${nome(e)} está desabilitado` };
    e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const antes = caixa(e);
    await pintura();
    const r = caixa(e);
    if (Object.keys(r).some((k) => r[k] !== antes[k])) return { motivo: `${nome(e)} está em movimento` };
    let x = r.x + r.w / 2 + dx;
    let y = r.y + r.h / 2 + dy;
    const atingido = noPonto(document, x, y);
    if (!atingido) return { motivo: `${nome(e)} está fora da área visível` };
    if (!pertence(e, atingido)) return { motivo: `${nome(e)} está coberto por ${nome(atingido)}` };
    for (let janela = window; janela !== window.top; janela = janela.parent) {
      let moldura = null;
      try { moldura = janela.frameElement; } catch { /* outra origem */ }
      if (!moldura) return { x, y, externo: true };
      const m = moldura.getBoundingClientRect();
      const estilo = moldura.ownerDocument.defaultView.getComputedStyle(moldura);
      x += m.left + moldura.clientLeft + parseFloat(estilo.paddingLeft);
      y += m.top + moldura.clientTop + parseFloat(estilo.paddingTop);
      const acima = noPonto(moldura.ownerDocument, x, y);
      if (acima !== moldura) return { motivo: `o quadro de ${nome(e)} está coberto por ${acima ? nome(acima) : 'nada'}` };
    }
    return { x, y };
  };

  // Prepara um campo para digitação; campos de data e semelhantes recebem o valor direto.
  const focar = (localizadores, limpar, texto) => {
    const e = primeiro(localizadores);
    if (!e) return FALTA;
    if (e.matches('input[type=file]')) return { arquivo: true };
    if (!visivel(e)) return { motivo: `${nome(e)} está invisível` };
    if (!habilitado(e)) return { motivo: `${nome(e)} está desabilitado` };
    if (limpar && !editavel(e)) return { motivo: `${nome(e)} não é editável` };
    e.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    if (DIRETOS.includes(e.type)) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, texto);
      avisar(e);
      return { direto: true };
    }
    e.focus();
    const focado = document.activeElement;
    if (focado !== e && !e.contains(focado) && !e.shadowRoot?.activeElement) return { motivo: `${nome(e)} não aceita foco` };
    let vazio = true;
    if (e.isContentEditable) {
      if (limpar) getSelection().selectAllChildren(e);
      else getSelection().selectAllChildren(e), getSelection().collapseToEnd();
      vazio = !e.textContent;
    } else if ('value' in e) {
      vazio = !e.value;
      if (limpar) e.select?.();
      else try { e.setSelectionRange(e.value.length, e.value.length); } catch { /* tipo sem seleção */ }
    }
    return { teclado: true, vazio };
  };

  // Se o campo ficou com o que se digitou, sem contar o que uma máscara acrescenta nem o que o limite dele corta.
  const guardou = (localizadores, texto) => {
    const e = primeiro(localizadores);
    if (!e || !('value' in e) || e.isContentEditable) return true;
    const liso = (t) => t.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
    const [tem, quer] = [liso(e.value), liso(texto)];
    return tem === quer || (e.maxLength > 0 && tem !== '' && quer.startsWith(tem));
  };

  const consultar = (localizadores, o_que, argumento) => {
    const e = primeiro(localizadores);
    if (!e) return FALTA;
    const escolhida = () => e.selectedOptions?.[0];
    switch (o_que) {
      case 'visivel': return { v: visivel(e) };
      case 'texto': return { v: (e.innerText ?? e.textContent ?? '').trim() };
      case 'valor': return { v: e.type === 'checkbox' || e.type === 'radio' ? (e.checked ? 'on' : 'off') : (e.value ?? '').trim() };
      case 'marcado': return { v: e.checked === true || e.selected === true || e.getAttribute('aria-checked') === 'true' };
      case 'editavel': return { v: editavel(e) };
      case 'atributo': return { v: e.getAttribute(argumento) ?? '' };
      case 'rotulo': return { v: escolhida()?.text ?? '' };
      case 'valor_escolhido': return { v: escolhida()?.value ?? '' };
      default: throw new Error(`consulta desconhecida: ${o_que}`);
    }
  };

  const escolher = (localizadores, { por, texto }, marcar) => {
    const e = primeiro(localizadores);
    if (!e) return FALTA;
    if (!e.matches('select')) throw new Error(`${nome(e)} não é uma lista de opções`);
    if (!visivel(e)) return { motivo: `${nome(e)} está invisível` };
    if (!habilitado(e)) return { motivo: `${nome(e)} está desabilitado` };
    const liso = (t) => t.replace(/[\s\u00a0]+/g, ' ').trim();
    const opcoes = [...e.options];
    const opcao = {
      label: () => opcoes.find((o) => o.text === texto) ?? opcoes.find((o) => liso(o.text) === liso(texto)),
      'label-parecido': () => opcoes.find((o) => liso(o.text) === liso(texto)),
      value: () => opcoes.find((o) => o.value === texto),
      id: () => opcoes.find((o) => o.id === texto),
      index: () => opcoes[Number(texto) - 1],
    }[por]();
    if (!opcao) return { motivo: `${nome(e)} não tem a opção “${texto}”` };
    if (opcao.disabled) return { motivo: `a opção “${texto}” está desabilitada` };
    if (opcao.selected !== marcar) {
      e.focus();
      opcao.selected = marcar;
      avisar(e);
    }
    return { ok: true };
  };

  const enviarFormulario = (localizadores) => {
    const e = primeiro(localizadores);
    if (!e) return FALTA;
    const formulario = e.form ?? e.closest('form');
    if (!formulario) throw new Error(`${nome(e)} não está num formulário`);
    formulario.requestSubmit();
    return { ok: true };
  };

  const procurar = (grupos) => {
    for (const [indice, localizadores] of grupos.entries()) {
      for (const localizador of localizadores) {
        const achado = todos(localizador).find(visivel);
        if (achado) return { indice, texto: (achado.innerText ?? '').trim().slice(0, 300) };
      }
    }
    return null;
  };

  const quadro = (indice, localizadores) => {
    const e = localizadores ? primeiro(localizadores) : document.querySelectorAll('iframe, frame')[indice];
    return e?.matches('iframe, frame') ? e : null;
  };

  let cobertas = [];
  const cobrir = (segredos) => {
    cobertas = [...document.querySelectorAll('input, textarea')]
      .filter((e) => e.type === 'password' || segredos.includes(e.value))
      .map((e) => [e, e.getAttribute('style')]);
    for (const [e] of cobertas) e.style.cssText += ';background:#000!important;color:#000!important;-webkit-text-security:disc!important';
  };
  const descobrir = () => {
    for (const [e, estilo] of cobertas) estilo === null ? e.removeAttribute('style') : e.setAttribute('style', estilo);
    cobertas = [];
  };

  const resumir = () => ({
    url: location.href,
    titulo: document.title,
    elementos: [...document.querySelectorAll('a, button, input, select, textarea, iframe, frame, h1, h2, [role=alert]')]
      .slice(0, 60)
      .map((e) => ({
        elemento: nome(e),
        nome: e.getAttribute('name') ?? undefined,
        tipo: e.getAttribute('type') ?? undefined,
        texto: /^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName) ? undefined : (e.innerText ?? '').trim().slice(0, 60) || undefined,
        visivel: visivel(e),
      })),
  });

  globalThis.__rg = {
    acionavel, focar, guardou, consultar, escolher, enviarFormulario, procurar, quadro, cobrir, descobrir, resumir, primeiro,
    contar: (localizador) => todos(localizador).length,
  };
})();
