package io.github.aligner4j.remote;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds what may be special tokens in a text. */
final class SpecialTokens {

    /** The shape of nearly all special tokens: {@code </s>}, {@code <|im_start|>}, {@code [INST]}. */
    private static final Pattern SHAPE =
            Pattern.compile("<\\|[^|<>]{1,64}\\|>|<[^<>\\s]{1,64}>|\\[[^\\[\\]\\s]{1,64}\\]");

    /** Special tokens of Llama, Mistral, Gemma, T5, ChatML, Llama 3 and DeepSeek, for engines that don't tell theirs. */
    private static final Pattern KNOWN = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,64}\\|>"
                    + "|<\uFF5C[^\uFF5C>]{1,64}\uFF5C>");

    private SpecialTokens() {}

    /** Returns true if {@code text} has one of {@code tokens}, or, if there are none, a token that is common in other models. */
    static boolean occur(String text, Set<String> tokens) {
        return tokens.isEmpty()
                ? KNOWN.matcher(text).find()
                : !found(text, tokens, candidate -> false).isEmpty();
    }

    /**
     * Returns the special tokens in a text: those of {@code tokens}, and others of their shape that {@code special} confirms.
     */
    static Set<String> found(String text, Set<String> tokens, Predicate<String> special) {
        Set<String> candidates = new LinkedHashSet<>(
                SHAPE.matcher(text).results().map(MatchResult::group).toList());
        candidates.removeIf(candidate -> !tokens.contains(candidate) && !special.test(candidate));
        for (String token : tokens) {
            if (text.contains(token)) {
                candidates.add(token);
            }
        }
        return candidates;
    }

    /** Returns the parts of {@code text}, cut after the first character of each of {@code tokens} in it. */
    static List<String> cut(String text, Set<String> tokens) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (startsWithAny(text, i, tokens)) {
                int end = i + Character.charCount(text.codePointAt(i));
                parts.add(text.substring(start, end));
                start = end;
            }
        }
        parts.add(text.substring(start));
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static boolean startsWithAny(String text, int at, Set<String> tokens) {
        return tokens.stream().anyMatch(token -> text.startsWith(token, at));
    }
}
