package io.github.aligner4j.runtime.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A {@code tokenizer.json}, run by Hugging Face's own tokenizers library.
 *
 * <p>Text without special tokens gets the ids that transformers gives it. Text that spells a special token gets the ids of
 * its characters. Safe for use by several threads; owns native memory until closed.
 */
public final class DjlTokenizer implements PromptTokenizer {

    // The defaults of DJL would cut at 512 tokens.
    private static final Map<String, String> AS_IT_IS =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");

    private final AddedTokens addedTokens;
    private final int vocabularySize;
    private final HuggingFaceTokenizer first;
    private final HuggingFaceTokenizer later;
    private final int[] leading;
    private final int maxTextLength;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private DjlTokenizer(TokenizerFile file, HuggingFaceTokenizer first, HuggingFaceTokenizer later) {
        this.addedTokens = file.addedTokens();
        this.vocabularySize = file.vocabularySize();
        this.first = first;
        this.later = later;
        this.leading = file.leading();
        this.maxTextLength = file.maxTextLength();
    }

    /**
     * Loads {@code tokenizerJson}.
     *
     * @param modelVocabularySize number of tokens that the model knows
     * @throws CheckpointException if the file is missing, broken, or has ids that the model does not know
     */
    public static DjlTokenizer load(Path tokenizerJson, int modelVocabularySize) {
        TokenizerFile file = TokenizerFile.read(tokenizerJson, modelVocabularySize);
        HuggingFaceTokenizer first = open(tokenizerJson, file.textVariant());
        HuggingFaceTokenizer later =
                file.laterTextVariant().map(json -> open(tokenizerJson, json)).orElse(first);
        return new DjlTokenizer(file, first, later);
    }

    @Override
    public int[] encode(Prompt prompt) {
        return whileOpen(() -> IntStream.concat(
                        Arrays.stream(leading),
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
        return whileOpen(() -> first.decode(text, false));
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
            first.close();
            later.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private IntStream encode(Prompt.Segment segment, HuggingFaceTokenizer tokenizer) {
        if (segment instanceof Prompt.SpecialToken special) {
            return IntStream.of(specialToken(special.text()));
        }
        checkText(segment.text());
        int[] ids = LongStream.of(tokenizer.encode(segment.text(), false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        IntStream.of(ids).filter(addedTokens::special).findFirst().ifPresent(this::refuse);
        checkEscapes(segment.text(), ids);
        return IntStream.of(ids);
    }

    /** A tokenizer that folds full-width marks into plain ones (NFKC) would undo the escapes of a prompt's frame. */
    private void checkEscapes(String text, int[] ids) {
        long escapes = escapes(text);
        if (escapes > 0
                && escapes
                        != escapes(first.decode(IntStream.of(ids).asLongStream().toArray(), false))) {
            throw new UnsafePromptException("text of the prompt has full-width marks (U+FF1A or U+FF5C), which this "
                    + "checkpoint's tokenizer does not keep; with it, texts that hold markers of the prompt can't be told "
                    + "apart from its frame");
        }
    }

    private static long escapes(String text) {
        return text.chars().filter(c -> c == '\uFF1A' || c == '\uFF5C').count();
    }

    private void refuse(int id) {
        throw new UnsafePromptException("text of the prompt would become the special token '" + addedTokens.name(id)
                + "': it spells that token or has a character that this checkpoint's tokenizer can't write");
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

    private static HuggingFaceTokenizer open(Path path, String json) {
        // Nothing is downloaded behind the user's back, and nobody is told that a tokenizer is in use.
        List.of("ai.djl.offline", "OPT_OUT_TRACKING").stream()
                .filter(property -> System.getProperty(property) == null)
                .forEach(property -> System.setProperty(property, "true"));
        GpuProbe.prepare();
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), AS_IT_IS);
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(path, "the tokenizers library refuses the file: " + e.getMessage(), e);
        }
    }
}
