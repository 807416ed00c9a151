package io.github.aligner4j.training.djl;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes tokens of what is learnt, the same that inference makes. Owns native memory until closed. */
public final class TrainingTokenizer implements AutoCloseable {

    private static final String CONFIG = "tokenizer_config.json";

    private final DjlTokenizer tokenizer;
    private final int leading;
    private final int endOfSequence;

    private TrainingTokenizer(DjlTokenizer tokenizer, int endOfSequence) {
        this.tokenizer = tokenizer;
        this.leading = tokenizer.encode(Prompt.of("")).length;
        this.endOfSequence = endOfSequence;
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
            return new TrainingTokenizer(tokenizer, endOfSequence(checkpoint, tokenizer));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Returns the tokens of {@code prompt}, led by those that come before every sequence. */
    public int[] prompt(Prompt prompt) {
        return tokenizer.encode(prompt);
    }

    /** Returns the tokens with which a model continues {@code prompt} to write {@code text}, the end included. */
    public int[] continuation(Prompt prompt, int[] promptIds, String text) {
        List<Prompt.Segment> segments = new ArrayList<>(prompt.segments());
        segments.add(new Prompt.Text(text));
        int[] whole = tokenizer.encode(new Prompt(segments));
        boolean apart = whole.length >= promptIds.length
                && Arrays.equals(promptIds, 0, promptIds.length, whole, 0, promptIds.length);
        // Where a token would reach across the border, the model still reads the prompt's tokens first and writes the
        // rest.
        int[] own = apart
                ? Arrays.copyOfRange(whole, promptIds.length, whole.length)
                : withoutLeading(tokenizer.encode(Prompt.of(text)));
        return ended(own);
    }

    /** Returns the tokens of a sequence that is {@code text}, beginning and end included. */
    public int[] text(String text) {
        return ended(tokenizer.encode(Prompt.of(text)));
    }

    /** Number of tokens before every sequence. */
    public int leading() {
        return leading;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private int[] withoutLeading(int[] ids) {
        return Arrays.copyOfRange(ids, leading, ids.length);
    }

    private int[] ended(int[] ids) {
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = endOfSequence;
        return ended;
    }

    private static int endOfSequence(CheckpointDirectory checkpoint, DjlTokenizer tokenizer) {
        Set<Integer> ends = checkpoint.specialTokens().end();
        if (ends.size() == 1) {
            return ends.iterator().next();
        }
        Path file = checkpoint.folder().resolve(CONFIG);
        String name = endToken(file);
        if (name.isEmpty()) {
            throw new CheckpointException(
                    checkpoint.folder(),
                    "config.json and generation_config.json name " + ends.size() + " tokens that end a sequence, and "
                            + CONFIG + " has no 'eos_token' to say which one to learn; add it.");
        }
        int[] ids = tokenizer.encode(new Prompt(List.of(new Prompt.SpecialToken(name))));
        return ids[ids.length - 1];
    }

    private static String endToken(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try {
            JsonNode token = new JsonMapper().readTree(file).path("eos_token");
            return token.isObject() ? token.path("content").asString("") : token.asString("");
        } catch (JacksonException e) {
            throw new CheckpointException(file, "not valid JSON: " + e.getOriginalMessage(), e);
        }
    }
}
