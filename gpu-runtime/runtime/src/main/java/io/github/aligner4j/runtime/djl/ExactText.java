package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.UnsafePromptException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes texts so that what each of them is can be told from its tokens, whatever the tokenizer's normalizer does.
 *
 * <p>Mostly that is so anyhow: the tokens are those that the tokenizer itself gives, and read as the text. Where they do not ({@code
 * ▁} that becomes a space, a full-width letter that becomes a plain one, a space dropped at the beginning), the text is taken
 * apart until each piece reads as itself, and a character that never does is spelt: byte by byte where the vocabulary has
 * bytes, else as a {@linkplain CharacterReferences character reference}. So no text can pass for another one, nor for the
 * frame of a prompt, and a copy of these tokens is a copy of the text.
 */
final class ExactText {

    private final AddedTokens addedTokens;
    private final @Nullable ByteTokens bytes;
    private final TextSide inner;

    /**
     * Creates it.
     *
     * @param bytes spells characters; null if the vocabulary lacks some
     * @param inner how text is written behind other text
     */
    ExactText(AddedTokens addedTokens, @Nullable ByteTokens bytes, TextSide inner) {
        this.addedTokens = addedTokens;
        this.bytes = bytes;
        this.inner = inner;
    }

    /** Returns what {@code decoded} stands for, once references are read. */
    String restored(String decoded) {
        return bytes == null ? CharacterReferences.restore(decoded) : decoded;
    }

    /** Returns whether more text could change the end of {@code decoded}. */
    boolean unsettled(String decoded) {
        return bytes == null && CharacterReferences.begun(decoded);
    }

    /**
     * Returns the tokens that read as {@code text} behind other text.
     *
     * @param own those that the tokenizer gives, if they are known
     * @throws UnsafePromptException if there are none
     */
    int[] continuation(String text, int @Nullable [] own) {
        return own != null && reads(inner, own, text) ? own : write(inner, text);
    }

    /**
     * Returns the tokens that read as {@code text} in a place of a sequence.
     *
     * @throws UnsafePromptException if there are none
     */
    int[] write(TextSide side, String text) {
        String escaped = bytes == null ? CharacterReferences.escape(text) : text;
        int[] own = side.write(escaped);
        if (reads(side, own, text)) {
            return own;
        }
        if (bytes != null && special(own).isPresent()) {
            throw refusal(own);
        }
        List<Piece> pieces = new ArrayList<>();
        cut(escaped, pieces, own);
        int[] spelt = joined(side, pieces);
        if (!reads(side, spelt, text)) {
            throw refusal(own);
        }
        return spelt;
    }

    private boolean reads(TextSide side, int[] ids, String text) {
        return special(ids).isEmpty() && restored(side.read(ids)).equals(text);
    }

    /** Cuts a text in two until each piece reads as itself, or is a character that has to be spelt. */
    private void cut(String text, List<Piece> pieces, int[] wholeText) {
        int[] own = inner.write(text);
        int length = text.codePointCount(0, text.length());
        if (special(own).isEmpty() && inner.read(own).equals(text)) {
            pieces.add(new Piece(text, own, false));
        } else if (length == 1) {
            pieces.add(new Piece(text, spelt(text, wholeText), true));
        } else {
            int middle = text.offsetByCodePoints(0, length / 2);
            cut(text.substring(0, middle), pieces, wholeText);
            cut(text.substring(middle), pieces, wholeText);
        }
    }

    /** Writes what lies between spelt characters anew as a whole where that reads as itself: so far as can be as the tokenizer does. */
    private int[] joined(TextSide side, List<Piece> pieces) {
        IntStream.Builder out = IntStream.builder();
        int begin = 0;
        while (begin < pieces.size()) {
            int end = begin;
            while (end < pieces.size() && !pieces.get(end).spelt()) {
                end++;
            }
            if (end > begin) {
                run(begin == 0 ? side : inner, pieces.subList(begin, end), out);
            } else {
                add(begin == 0 ? side.opening() : new int[0], out);
                add(pieces.get(end++).ids(), out);
            }
            begin = end;
        }
        return out.build().toArray();
    }

    private void run(TextSide side, List<Piece> run, IntStream.Builder out) {
        String text = run.stream().map(Piece::text).collect(Collectors.joining());
        int[] whole = side.write(text);
        if (special(whole).isEmpty() && side.read(whole).equals(text)) {
            add(whole, out);
        } else {
            add(side.opening(), out);
            run.forEach(piece -> add(piece.ids(), out));
        }
    }

    private static void add(int[] ids, IntStream.Builder out) {
        IntStream.of(ids).forEach(out);
    }

    private int[] spelt(String character, int[] wholeText) {
        if (bytes != null) {
            return bytes.spell(character.codePointAt(0));
        }
        String reference = CharacterReferences.spell(character.codePointAt(0));
        int[] ids = inner.write(reference);
        if (!inner.read(ids).equals(reference)) {
            throw refusal(wholeText);
        }
        return ids;
    }

    private UnsafePromptException refusal(int[] own) {
        OptionalInt special = special(own);
        return new UnsafePromptException(
                special.isPresent()
                        ? "text of the prompt would become the special token '" + addedTokens.name(special.getAsInt())
                                + "': it spells that token or has a character that this checkpoint's tokenizer can't write"
                        : "text of the prompt has characters that this checkpoint's tokenizer changes and has no bytes for, so it"
                                + " can't be told from other texts; leave them out, or take a checkpoint with byte tokens");
    }

    private OptionalInt special(int[] ids) {
        return IntStream.of(ids).filter(addedTokens::special).findFirst();
    }

    /** A part of a text, and the tokens that read as it behind other text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(String text, int[] ids, boolean spelt) {}
}
