package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.lang.Character.UnicodeScript;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which tokens go on with the word, the number or the character that the token before ended in: {@code [" brass"]} of
 * {@code [" br", "ass"]}. Remembers what it has seen of the vocabulary. Safe for use by several threads.
 */
public final class WordPieces {

    /** Scripts in which no blank tells where a word begins; there none is known to go on. */
    private static final Set<UnicodeScript> UNDIVIDED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private final PromptTokenizer tokenizer;
    private final Map<Integer, Edges> seen = new ConcurrentHashMap<>();

    /** Looks at the tokens of {@code tokenizer}, each when it is first met. */
    public WordPieces(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** What the first and the last character of a token are. */
    private record Edges(Edge first, Edge last) {}

    private enum Edge {
        OF_WORD,
        OF_CHARACTER,
        OTHER
    }

    /** Returns the indexes of the tokens that go on with what the one before ended in. */
    public BitSet within(int[] tokens) {
        BitSet within = new BitSet();
        for (int i = 1; i < tokens.length; i++) {
            Edge before = edges(tokens[i - 1]).last;
            within.set(i, before != Edge.OTHER && before == edges(tokens[i]).first);
        }
        return within;
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
        boolean word = Character.isLetterOrDigit(character) && !UNDIVIDED.contains(UnicodeScript.of(character));
        return word ? Edge.OF_WORD : Edge.OTHER;
    }
}
