// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The special tokens of a model, as far as they are known, and the search for them in texts, in time that is linear in the text. */
final class SpecialTokens {

    /**
     * The shape of nearly all special tokens: {@code </s>}, {@code <|im_start|>}, {@code [INST]}. Looks ahead, so that one inside
     * what only looks like another, as in {@code [</s>]}, is found.
     */
    private static final Pattern SHAPE =
            Pattern.compile("(?=(<\\|[^|<>]{1,64}\\|>|<[^<>\\s]{1,64}>|\\[[^\\[\\]\\s]{1,64}\\]))");

    /** Special tokens of Llama, Mistral, Gemma, T5, ChatML, Llama 3 and DeepSeek, for engines that don't report theirs. */
    private static final Pattern COMMON = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,64}\\|>"
                    + "|<\uFF5C[^\uFF5C>]{1,64}\uFF5C>");

    private final Set<String> known;
    private final List<String> ofOtherShape;

    SpecialTokens(Set<String> known) {
        this.known = Set.copyOf(known);
        this.ofOtherShape =
                known.stream().filter(token -> !shaped(token).contains(token)).toList();
    }

    /** Returns the tokens that are known; empty if the engine reports none. */
    Set<String> known() {
        return known;
    }

    /** Returns true if {@code text} has a token that is known, or, if none is, one that is common among models. */
    boolean occurIn(String text) {
        return known.isEmpty()
                ? COMMON.matcher(text).find()
                : !in(text, candidate -> false).isEmpty();
    }

    /** Returns the special tokens in a text: those that are known, and others of their shape that {@code special} confirms. */
    Set<String> in(String text, Predicate<String> special) {
        Set<String> found = new LinkedHashSet<>(shaped(text));
        found.removeIf(candidate -> !known.contains(candidate) && !special.test(candidate));
        ofOtherShape.stream().filter(text::contains).forEach(found::add);
        return found;
    }

    /** Returns the parts of {@code text}, cut after the first character of each of the {@code tokens} found in it. */
    List<String> cut(String text, Set<String> tokens) {
        List<String> parts = List.of(text);
        for (String token : ofOtherShape) {
            parts = tokens.contains(token)
                    ? cutAt(parts, Pattern.compile("(?=(" + Pattern.quote(token) + "))"), tokens)
                    : parts;
        }
        return cutAt(parts, SHAPE, tokens);
    }

    private static List<String> shaped(String text) {
        return SHAPE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static List<String> cutAt(List<String> texts, Pattern pattern, Set<String> tokens) {
        List<String> parts = new ArrayList<>();
        for (String text : texts) {
            int start = 0;
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (tokens.contains(matcher.group(1))) {
                    int end = matcher.start() + Character.charCount(text.codePointAt(matcher.start()));
                    parts.add(text.substring(start, end));
                    start = end;
                }
            }
            parts.add(text.substring(start));
        }
        return parts;
    }
}
