// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A tokenizer that runs a {@code tokenizer.json} by Hugging Face's tokenizers library.
 *
 * <p>Plain text gets the ids that transformers gives it if they decode to the same text; otherwise {@link LosslessEncoder}
 * spells the parts that don't. Text that looks like a special token is encoded as plain text. Safe for use by several
 * threads. Owns native memory until closed.
 */
public final class DjlTokenizer implements PromptTokenizer {

    // The defaults of DJL would cut at 512 tokens.
    private static final Map<String, String> UNCHANGED_LENGTH =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");

    private final AddedTokens addedTokens;
    private final int vocabularySize;
    private final List<HuggingFaceTokenizer> variants;
    private final TextCodec first;
    private final TextCodec later;
    private final LosslessEncoder encoder;
    private final Utf8Transitions transitions;
    private final int[] leading;
    private final int maxTextLength;
    private final Map<Integer, String> tokenTexts = new ConcurrentHashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private DjlTokenizer(TokenizerFile file, List<HuggingFaceTokenizer> variants) {
        HuggingFaceTokenizer beginning = variants.get(0);
        HuggingFaceTokenizer behindSpecial = variants.get(1);
        HuggingFaceTokenizer inner = variants.get(2);
        ByteTokens bytes = file.byteTokens();
        this.addedTokens = file.addedTokens();
        this.vocabularySize = file.vocabularySize();
        this.variants = variants;
        this.first = TextCodec.beginning(beginning, inner);
        this.later = behindSpecial.equals(beginning) ? first : TextCodec.behind(beginning, behindSpecial);
        this.encoder =
                new LosslessEncoder(addedTokens, bytes.complete() ? bytes : null, TextCodec.behind(beginning, inner));
        this.transitions = bytes.transitions();
        this.leading = file.leading();
        this.maxTextLength = file.maxTextLength();
    }

    /**
     * Loads {@code tokenizerJson}.
     *
     * @param modelVocabularySize size of the model's vocabulary
     * @throws CheckpointException if the file is missing, broken, or has ids beyond the model's vocabulary
     */
    public static DjlTokenizer load(Path tokenizerJson, int modelVocabularySize) {
        TokenizerFile file = TokenizerFile.read(tokenizerJson, modelVocabularySize);
        List<HuggingFaceTokenizer> variants = new ArrayList<>(3);
        try {
            variants.add(open(tokenizerJson, file.textVariant()));
            variants.add(variant(tokenizerJson, file.laterTextVariant(), variants.get(0)));
            variants.add(variant(tokenizerJson, file.innerTextVariant(), variants.get(1)));
            return new DjlTokenizer(file, List.copyOf(variants));
        } catch (RuntimeException e) {
            variants.forEach(HuggingFaceTokenizer::close);
            throw e;
        }
    }

    @Override
    public int[] encode(Prompt prompt) {
        return whileOpen(() -> IntStream.concat(
                        prompt.addSpecialTokens() ? Arrays.stream(leading) : IntStream.empty(),
                        IntStream.range(0, prompt.segments().size())
                                .flatMap(index -> encode(prompt.segments().get(index), index == 0 ? first : later)))
                .toArray());
    }

    @Override
    public String decode(int[] tokenIds) {
        long[] text = Arrays.stream(tokenIds)
                .filter(id -> !addedTokens.special(id))
                .asLongStream()
                .toArray();
        return whileOpen(() -> encoder.restored(variants.get(0).decode(text, false)));
    }

    @Override
    public String tokenText(int id) {
        return tokenTexts.computeIfAbsent(
                id, token -> addedTokens.special(token) ? addedTokens.name(token) : inner(token));
    }

    private String inner(int id) {
        return PromptTokenizer.super.tokenText(id);
    }

    @Override
    public int[] continuation(Prompt prompt, int[] promptIds, String text) {
        checkText(text);
        int[] whole = encode(prompt.followedBy(text));
        boolean apart = whole.length >= promptIds.length
                && Arrays.equals(promptIds, 0, promptIds.length, whole, 0, promptIds.length);
        int[] own = apart ? Arrays.copyOfRange(whole, promptIds.length, whole.length) : null;
        return whileOpen(() -> encoder.continuation(text, own));
    }

    @Override
    public Utf8Transitions transitions() {
        return transitions;
    }

    @Override
    public boolean endsIncomplete(String decoded) {
        return PromptTokenizer.super.endsIncomplete(decoded) || encoder.endsIncomplete(decoded);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            variants.forEach(HuggingFaceTokenizer::close);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private IntStream encode(Prompt.Segment segment, TextCodec codec) {
        if (segment instanceof Prompt.SpecialToken special) {
            return IntStream.of(specialToken(special.text()));
        }
        checkText(segment.text());
        return IntStream.of(encoder.encode(codec, segment.text()));
    }

    private int specialToken(String token) {
        int id = addedTokens
                .id(token)
                .orElseThrow(() -> new UnsafePromptException(
                        "'" + token + "' is not a special token of this checkpoint; check its template"));
        if (id >= vocabularySize) {
            throw new UnsafePromptException("'" + token + "' has id " + id + ", but the model's vocabulary has "
                    + vocabularySize + " tokens; check the checkpoint's template");
        }
        return id;
    }

    private void checkText(String text) {
        if (text.length() > maxTextLength) {
            throw new UnsafePromptException("text of the prompt has " + text.length() + " characters, and at most "
                    + maxTextLength + " can be made into tokens at once; shorten the question or the answer");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnsafePromptException(
                    "text of the prompt is not well-formed Unicode: it has one half of a surrogate pair");
        }
    }

    private <T> T whileOpen(Supplier<T> action) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            return action.get();
        } finally {
            reading.unlock();
        }
    }

    private static HuggingFaceTokenizer variant(Path path, Optional<String> json, HuggingFaceTokenizer same) {
        return json.map(changed -> open(path, changed)).orElse(same);
    }

    private static HuggingFaceTokenizer open(Path path, String json) {
        // No downloads and no telemetry.
        List.of("ai.djl.offline", "OPT_OUT_TRACKING").stream()
                .filter(property -> System.getProperty(property) == null)
                .forEach(property -> System.setProperty(property, "true"));
        GpuProbe.prepare();
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), UNCHANGED_LENGTH);
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(path, "the tokenizers library refuses the file: " + e.getMessage(), e);
        }
    }
}
