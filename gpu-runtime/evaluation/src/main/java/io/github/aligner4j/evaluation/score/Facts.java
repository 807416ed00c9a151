// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import io.github.aligner4j.answer.JsonAnswer;
import io.github.aligner4j.text.FactTokens;
import io.github.aligner4j.text.MarkdownStructure;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The facts of a text that can be found without understanding it. What is in code, JSON or a link is no number, name or quotation
 * of its own.
 *
 * @param text the text
 * @param byKind the facts of each kind, in order and as often as they occur; kinds without facts included
 */
public record Facts(String text, Map<FactKind, List<String>> byKind) {

    /** Copies the map. */
    public Facts {
        Map<FactKind, List<String>> copies = new EnumMap<>(FactKind.class);
        byKind.forEach((kind, facts) -> copies.put(kind, List.copyOf(facts)));
        byKind = Collections.unmodifiableMap(copies);
    }

    /** Returns the facts of {@code text}, in linear time. */
    public static Facts of(String text) {
        MarkdownStructure structure = MarkdownStructure.of(text);
        List<String> json =
                JsonAnswer.find(text).map(JsonAnswer::json).map(List::of).orElse(List.of());
        String prose = Prose.of(text, structure, json);
        Map<FactKind, List<String>> facts = new EnumMap<>(FactKind.class);
        facts.put(FactKind.NUMBERS, Quantities.of(prose));
        facts.put(FactKind.NAMES, Names.of(prose));
        facts.put(FactKind.LINKS, FactTokens.links(Prose.withoutCode(text, structure)));
        facts.put(FactKind.MAIL_ADDRESSES, Prose.mailAddresses(text));
        facts.put(
                FactKind.CODE,
                Stream.concat(structure.codeBlocks().stream(), structure.codeSpans().stream())
                        .filter(code -> json.isEmpty() || !code.contains(json.get(0)))
                        .toList());
        facts.put(FactKind.QUOTATIONS, Prose.quotations(prose));
        facts.put(FactKind.JSON, json);
        return new Facts(text, facts);
    }

    /** Returns the facts of {@code kind}. */
    public List<String> of(FactKind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /** Returns the number of facts. */
    public int count() {
        return byKind.values().stream().mapToInt(List::size).sum();
    }

    /** Describes the facts by their number; never quotes the text. */
    @Override
    public String toString() {
        return "Facts[" + count() + "]";
    }
}
