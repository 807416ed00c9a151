// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.generation.EndOfTurn;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Tokenizes training texts exactly as inference does. Owns native memory until closed. */
public final class TrainingTokenizer implements AutoCloseable {

    private final DjlTokenizer tokenizer;
    private final int leading;
    private final EndOfTurn end;

    private TrainingTokenizer(DjlTokenizer tokenizer, EndOfTurn end) {
        this.tokenizer = tokenizer;
        this.leading = tokenizer.encode(Prompt.of("")).length;
        this.end = end;
    }

    /**
     * Loads a checkpoint's tokenizer.
     *
     * @throws CheckpointException if it is broken, or does not say how sequences end
     */
    public static TrainingTokenizer open(CheckpointDirectory checkpoint) {
        DjlTokenizer tokenizer =
                DjlTokenizer.load(checkpoint.tokenizer(), checkpoint.config().vocabularySize());
        try {
            return new TrainingTokenizer(tokenizer, end(checkpoint, tokenizer));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Returns the tokens of {@code prompt}, preceded by those that begin every sequence. */
    public int[] prompt(Prompt prompt) {
        return tokenizer.encode(prompt);
    }

    /**
     * Returns the tokens of {@code text} after {@code prompt}, as the model generates them at inference, with the end of
     * sequence.
     */
    public int[] continuation(Prompt prompt, int[] promptIds, String text) {
        return ended(tokenizer.continuation(prompt, promptIds, text), end(prompt));
    }

    /** Returns the token that ends a completion of {@code prompt}. */
    public int end(Prompt prompt) {
        return end.after(prompt, tokenizer).orElseThrow();
    }

    /**
     * Returns the only token of {@code text} after {@code prompt}.
     *
     * @param name the name of the text in the checkpoint's descriptor, for the message
     * @throws IllegalArgumentException if it has several tokens
     */
    public int single(Prompt prompt, int[] promptIds, String name, String text) {
        int[] ids = tokenizer.continuation(prompt, promptIds, text);
        if (ids.length != 1) {
            throw new IllegalArgumentException(
                    name + " in aligner.json must be a single token, but the tokenizer makes " + ids.length + " of '"
                            + text + "'; choose another text");
        }
        return ids[0];
    }

    /** Returns the tokens of a sequence that is {@code text}, beginning and end included. */
    public int[] text(String text) {
        return ended(tokenizer.encode(Prompt.of(text)), end.defaultId().orElseThrow());
    }

    /** Returns the number of tokens that begin every sequence. */
    public int leading() {
        return leading;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] ended(int[] ids, int end) {
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = end;
        return ended;
    }

    private static EndOfTurn end(CheckpointDirectory checkpoint, DjlTokenizer tokenizer) {
        Set<Integer> ends = checkpoint.specialTokens().end();
        Optional<String> named = checkpoint.endToken();
        if (ends.size() > 1 && named.isEmpty()) {
            throw new CheckpointException(
                    checkpoint.folder(),
                    "config.json and generation_config.json name " + ends.size() + " tokens that end a sequence, and "
                            + "tokenizer_config.json has no 'eos_token' to say which one to learn; add it");
        }
        EndOfTurn end = EndOfTurn.of(ends, named, tokenizer);
        if (end.defaultId().isEmpty()) {
            throw new CheckpointException(
                    checkpoint.folder(),
                    "neither config.json nor generation_config.json names a token that ends a sequence, so none can be"
                            + " learnt; add 'eos_token_id'");
        }
        return end;
    }
}
