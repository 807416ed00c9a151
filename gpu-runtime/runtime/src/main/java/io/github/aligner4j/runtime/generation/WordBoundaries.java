// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.lang.Character.UnicodeScript;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the tokens that continue the word, number, identifier, address or character that the preceding token ends in:
 * {@code "ass"} in {@code [" br", "ass"]}, {@code "images"} in {@code ["snake", "_", "images"]}. Caches the tokens that it
 * has analysed. Safe for use by several threads.
 */
public final class WordBoundaries {

    /** Scripts without spaces between words, in which no token is known to continue a word. */
    private static final Set<UnicodeScript> UNDIVIDED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    /** Characters that join the words of code and addresses if no space follows. */
    private static final String JOINTS = ".@/\\>=";

    private final PromptTokenizer tokenizer;
    private final Map<Integer, Edges> seen = new ConcurrentHashMap<>();

    /** Creates word boundaries for the vocabulary of {@code tokenizer}. */
    public WordBoundaries(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The kinds of the first and the last character of a token. */
    private record Edges(Edge first, Edge last) {}

    private enum Edge {
        OF_WORD,
        OF_CHARACTER,
        JOINT,
        OTHER
    }

    /** Returns the indexes of the tokens that continue a word or character of the preceding token. */
    public BitSet within(int[] tokens) {
        BitSet within = new BitSet();
        for (int i = 1; i < tokens.length; i++) {
            within.set(i, continues(edges(tokens[i - 1]).last, edges(tokens[i]).first));
        }
        return within;
    }

    private static boolean continues(Edge last, Edge first) {
        return switch (first) {
            case OF_WORD -> last == Edge.OF_WORD || last == Edge.JOINT;
            case OF_CHARACTER -> last == Edge.OF_CHARACTER;
            case JOINT, OTHER -> false;
        };
    }

    private Edges edges(int token) {
        return seen.computeIfAbsent(token, this::read);
    }

    private Edges read(int token) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        String text = decoder.append(token) + decoder.flush();
        return text.isEmpty()
                ? new Edges(Edge.OTHER, Edge.OTHER)
                : new Edges(edge(text.codePointAt(0)), edge(text.codePointBefore(text.length())));
    }

    private static Edge edge(int character) {
        if (character == StreamingDecoder.INCOMPLETE) {
            return Edge.OF_CHARACTER;
        }
        if (JOINTS.indexOf(character) >= 0) {
            return Edge.JOINT;
        }
        boolean letter = Character.isLetterOrDigit(character) && !UNDIVIDED.contains(UnicodeScript.of(character));
        return letter || character == '_' ? Edge.OF_WORD : Edge.OTHER;
    }
}
