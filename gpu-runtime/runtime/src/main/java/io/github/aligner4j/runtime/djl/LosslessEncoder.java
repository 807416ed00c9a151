// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.UnsafePromptException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts so that their tokens decode to exactly the same text, whatever the tokenizer's normalizer does.
 *
 * <p>Usually the tokenizer's own tokens do. Where they do not (a {@code ▁} that becomes a space, a full-width letter that
 * becomes a plain one, a space dropped at the beginning), the text is halved until each piece decodes to itself, and a
 * character that never does is spelt: in bytes where the vocabulary has them, otherwise as a
 * {@linkplain CharacterReferences character reference}. So no text can be mistaken for another one or for the frame of a
 * prompt, and copying the tokens copies the text.
 */
final class LosslessEncoder {

    private final AddedTokens addedTokens;
    private final @Nullable ByteTokens bytes;
    private final TextCodec inner;

    /**
     * Creates an encoder.
     *
     * @param bytes byte tokens, which spell characters; null if the vocabulary lacks some
     * @param inner codec of text behind other text
     */
    LosslessEncoder(AddedTokens addedTokens, @Nullable ByteTokens bytes, TextCodec inner) {
        this.addedTokens = addedTokens;
        this.bytes = bytes;
        this.inner = inner;
    }

    /** Returns {@code decoded} with character references replaced by their characters. */
    String restored(String decoded) {
        return bytes == null ? CharacterReferences.restore(decoded) : decoded;
    }

    /** Returns whether more text could change the end of {@code decoded}. */
    boolean endsIncomplete(String decoded) {
        return bytes == null && CharacterReferences.endsWithin(decoded);
    }

    /**
     * Returns tokens that decode to {@code text} behind other text.
     *
     * @param own the tokenizer's own tokens, null if they are not known
     * @throws UnsafePromptException if there are none
     */
    int[] continuation(String text, int @Nullable [] own) {
        return own != null && decodesTo(inner, own, text) ? own : encode(inner, text);
    }

    /**
     * Returns tokens that decode to {@code text} at a position of a sequence.
     *
     * @throws UnsafePromptException if there are none
     */
    int[] encode(TextCodec codec, String text) {
        String escaped = bytes == null ? CharacterReferences.escape(text) : text;
        int[] own = codec.encode(escaped);
        if (decodesTo(codec, own, text)) {
            return own;
        }
        if (bytes != null && special(own).isPresent()) {
            throw refusal(own);
        }
        List<Piece> pieces = new ArrayList<>();
        cut(escaped, pieces, own);
        int[] spelt = joined(codec, pieces);
        if (!decodesTo(codec, spelt, text)) {
            throw refusal(own);
        }
        return spelt;
    }

    private boolean decodesTo(TextCodec codec, int[] ids, String text) {
        return special(ids).isEmpty() && restored(codec.decode(ids)).equals(text);
    }

    /** Halves a text until each piece decodes to itself or is a character that has to be spelt. */
    private void cut(String text, List<Piece> pieces, int[] wholeText) {
        int[] own = inner.encode(text);
        int length = text.codePointCount(0, text.length());
        if (special(own).isEmpty() && inner.decode(own).equals(text)) {
            pieces.add(new Piece(text, own, false));
        } else if (length == 1) {
            pieces.add(new Piece(text, spelt(text, wholeText), true));
        } else {
            int middle = text.offsetByCodePoints(0, length / 2);
            cut(text.substring(0, middle), pieces, wholeText);
            cut(text.substring(middle), pieces, wholeText);
        }
    }

    /** Encodes the text between spelt characters again as a whole where that decodes to itself, to stay close to the tokenizer. */
    private int[] joined(TextCodec codec, List<Piece> pieces) {
        IntStream.Builder out = IntStream.builder();
        int begin = 0;
        while (begin < pieces.size()) {
            int end = begin;
            while (end < pieces.size() && !pieces.get(end).spelt()) {
                end++;
            }
            if (end > begin) {
                run(begin == 0 ? codec : inner, pieces.subList(begin, end), out);
            } else {
                add(begin == 0 ? codec.prefix() : new int[0], out);
                add(pieces.get(end++).ids(), out);
            }
            begin = end;
        }
        return out.build().toArray();
    }

    private void run(TextCodec codec, List<Piece> run, IntStream.Builder out) {
        String text = run.stream().map(Piece::text).collect(Collectors.joining());
        int[] whole = codec.encode(text);
        if (special(whole).isEmpty() && codec.decode(whole).equals(text)) {
            add(whole, out);
        } else {
            add(codec.prefix(), out);
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
        int[] ids = inner.encode(reference);
        if (!inner.decode(ids).equals(reference)) {
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

    /** A part of a text, and the tokens that decode to it behind other text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(String text, int[] ids, boolean spelt) {}
}
