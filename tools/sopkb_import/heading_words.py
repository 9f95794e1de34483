"""Headings of other languages that mean what an English one means: a row a language, by what they speak of."""

from __future__ import annotations

from collections.abc import Mapping

WHAT, NEEDED, LOOKING, DOING = "what", "needed", "looking", "doing"
CONFIRMING, NOT_WORKING, TELLING, FORBIDDEN, UNDOING, IMPACT = (
    "confirming",
    "not working",
    "telling",
    "forbidden",
    "undoing",
    "impact",
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        WHAT: "bedeutung, beschreibung, überblick, übersicht, zusammenfassung, einleitung, einführung, "
        "hintergrund, zweck, "
        "problem, problembeschreibung, symptom, symptome, anwendungsbereich, geltungsbereich, "
        "worum geht es, fehlerbild",
        IMPACT: "auswirkung, auswirkungen, schweregrad, folgen, betroffene",
        NEEDED: "voraussetzung, voraussetzungen, vorbedingung, vorbedingungen, anforderungen, vorbereitung, "
        "vorbereitungen, "
        "benötigte rechte, berechtigungen, zugang",
        LOOKING: "diagnose, analyse, ursache, ursachen, mögliche ursachen, fehlersuche, fehleranalyse, "
        "untersuchung, prüfung",
        DOING: "vorgehen, vorgehensweise, ablauf, anleitung, durchführung, lösung, lösungen, lösungsweg, "
        "behebung, maßnahme, "
        "maßnahmen, massnahmen, schritte, arbeitsschritte, abhilfe, fehlerbehebung, problemlösung, "
        "workaround, wiederherstellung",
        CONFIRMING: "überprüfung, kontrolle, verifizierung, verifikation, validierung, erfolgskontrolle, funktionstest",
        NOT_WORKING: "eskalation, eskalationsweg, ansprechpartner, wenn es nicht funktioniert, weitere hilfe, kontakt",
        TELLING: "kommunikation, benachrichtigung, information der nutzer, kundenkommunikation",
        FORBIDDEN: "warnung, warnungen, achtung, niemals, verboten, nicht tun, fallstricke",
        UNDOING: "rückgängig machen, zurückrollen, rückbau, zurücksetzen, aufräumen",
    },
    "ja": {
        WHAT: "概要, 説明, 背景, 目的, 症状, 問題, 事象, はじめに, 対象, 適用範囲",
        IMPACT: "影響, 影響範囲, 重大度",
        NEEDED: "前提条件, 前提, 事前準備, 準備, 必要なもの, 必要な権限, 要件",
        LOOKING: "原因, 診断, 調査, 調査方法, 切り分け, 原因調査, 分析, トラブルシューティング",
        DOING: "手順, 作業手順, 操作手順, 対応手順, 復旧手順, 対応, 対処, 対処法, 対処方法, 対策, 解決, "
        "解決策, 解決方法, 復旧, "
        "回避策, 方法, 実施手順",
        CONFIRMING: "確認, 確認方法, 動作確認, 検証, 結果の確認",
        NOT_WORKING: "エスカレーション, 問い合わせ, 問い合わせ先, 連絡先, 解決しない場合, サポート",
        TELLING: "連絡, 通知, 周知, ユーザーへの連絡",
        FORBIDDEN: "注意, 注意事項, 禁止事項, 警告, 注意点",
        UNDOING: "切り戻し, ロールバック, 切り戻し手順, 後片付け",
    },
    "fr": {
        WHAT: "description, résumé, contexte, objectif, symptôme, symptômes, problème, présentation, introduction",
        IMPACT: "impact, conséquences, gravité",
        NEEDED: "prérequis, pré-requis, conditions préalables, préparation, droits requis",
        LOOKING: "diagnostic, analyse, cause, causes, causes possibles, investigation, dépannage",
        DOING: "procédure, marche à suivre, étapes, résolution, solution, solutions, correction, "
        "instructions, mode opératoire, "
        "contournement, actions, remédiation",
        CONFIRMING: "vérification, contrôle, validation",
        NOT_WORKING: "escalade, assistance, contact, si cela ne fonctionne pas",
        TELLING: "communication",
        FORBIDDEN: "avertissement, attention, à ne pas faire, interdictions",
        UNDOING: "retour arrière, annulation, nettoyage",
    },
    "es": {
        WHAT: "descripción, resumen, contexto, objetivo, síntoma, síntomas, problema, introducción, alcance",
        IMPACT: "impacto, consecuencias, gravedad",
        NEEDED: "requisitos, requisitos previos, prerrequisitos, preparación, antes de empezar, permisos",
        LOOKING: "diagnóstico, análisis, causa, causas, posibles causas, investigación, solución de problemas",
        DOING: "procedimiento, pasos, solución, soluciones, resolución, instrucciones, mitigación, "
        "acciones, pasos a seguir",
        CONFIRMING: "verificación, comprobación, validación",
        NOT_WORKING: "escalamiento, escalado, soporte, contacto, si no funciona",
        TELLING: "comunicación",
        FORBIDDEN: "advertencia, advertencias, atención, no hacer",
        UNDOING: "deshacer, reversión, limpieza",
    },
    "pt": {
        WHAT: "descrição, resumo, contexto, objetivo, sintoma, sintomas, problema, introdução, visão geral",
        IMPACT: "impacto, consequências, gravidade",
        NEEDED: "requisitos, pré-requisitos, preparação, antes de começar, permissões",
        LOOKING: "diagnóstico, análise, causa, causas, possíveis causas, investigação",
        DOING: "procedimento, passos, passo a passo, solução, soluções, resolução, instruções, mitigação, ações",
        CONFIRMING: "verificação, validação, teste",
        NOT_WORKING: "escalonamento, suporte, contato, se não funcionar",
        TELLING: "comunicação",
        FORBIDDEN: "aviso, avisos, atenção, não fazer",
        UNDOING: "desfazer, reversão, limpeza",
    },
    "zh": {
        WHAT: "概述, 简介, 说明, 背景, 目的, 症状, 现象, 问题, 问题描述, 概览, 介绍",
        IMPACT: "影响, 影响范围, 严重程度",
        NEEDED: "前提条件, 先决条件, 准备, 准备工作, 前置条件, 要求, 权限",
        LOOKING: "原因, 诊断, 排查, 分析, 原因分析, 故障排查, 调查",
        DOING: "步骤, 操作步骤, 处理步骤, 处理方法, 解决方法, 解决方案, 解决办法, 解决, 修复, 缓解, 处理, "
        "方法, 操作, 恢复",
        CONFIRMING: "验证, 确认, 检查结果, 验证方法",
        NOT_WORKING: "升级, 联系方式, 支持, 寻求帮助",
        TELLING: "沟通, 通知",
        FORBIDDEN: "注意, 注意事项, 警告, 禁止",
        UNDOING: "回滚, 撤销, 清理",
    },
}


def of_concept(concept: str) -> str:
    """The headings of every language for one concept, as the English tables write them."""
    return ", ".join(words for language in WORDS.values() if (words := language.get(concept)))
