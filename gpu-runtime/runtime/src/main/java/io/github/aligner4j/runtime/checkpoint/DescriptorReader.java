// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.llm.ClauseWords;
import io.github.aligner4j.llm.CorrectionVerification;
import io.github.aligner4j.llm.DeletionConditions;
import io.github.aligner4j.template.FramedTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of {@code aligner.json}; see {@link CheckpointDescriptor}. */
final class DescriptorReader {

    /** A log probability that every text reaches. */
    private static final double MIN_LOGPROB = -1000;

    private static final Set<String> FIELDS = Set.of(
            "schema",
            "template",
            "prompt",
            "answerPrefix",
            "aspects",
            "chatFormat",
            "multiTurn",
            "window",
            "steering",
            "strength",
            "detector",
            "decoding",
            "copyBias",
            "licence");
    private static final Set<String> PROMPT = Set.of("text", "labels", "bar", "contextCharacters");
    private static final Set<String> WINDOW =
            Set.of("answerCharacters", "questionCharacters", "minShare", "leastShare", "maxWindows");
    private static final Set<String> STEERING = Set.of("vectors", "default");
    private static final Set<String> DETECTOR = Set.of("name", "changed", "unchanged", "threshold", "verify");
    private static final Set<String> VERIFY = Set.of("maxScore", "minLogprob", "deletion");
    private static final Set<String> DELETION =
            Set.of("minScore", "maxScore", "minLogprob", "conjunctions", "unfinished");
    private static final Set<String> DECODING = Set.of("copy");

    /** The fields that are read, by the path of the object that they are in; all others are refused. */
    static final Map<String, Set<String>> FIELDS_BY_PATH = Map.of(
            "", FIELDS,
            "prompt", PROMPT,
            "window", WINDOW,
            "steering", STEERING,
            "detector", DETECTOR,
            "verify", VERIFY,
            "deletion", DELETION,
            "decoding", DECODING);

    private final JsonFields fields;

    private DescriptorReader(JsonFields fields) {
        this.fields = fields;
    }

    /**
     * Reads a descriptor.
     *
     * @throws CheckpointException if a field is not known or has a wrong value, or the schema is a newer one
     */
    static CheckpointDescriptor read(JsonFields fields) {
        requireSchema(fields);
        fields.requireOnly(FIELDS);
        try {
            return new DescriptorReader(fields).read();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(fields.file(), "not a valid descriptor: " + e.getMessage(), e);
        }
    }

    private static void requireSchema(JsonFields fields) {
        if (fields.hasValue("schema") && fields.whole("schema", 1, Integer.MAX_VALUE) > CheckpointDescriptors.SCHEMA) {
            throw fields.wrong(
                    "schema",
                    "at most " + CheckpointDescriptors.SCHEMA
                            + ", the version that this library reads; take a newer version of the library");
        }
    }

    private CheckpointDescriptor read() {
        return new CheckpointDescriptor(
                new PromptFormat(
                        fields.textOrNull("template"),
                        prompt(),
                        fields.textOrNull("answerPrefix"),
                        fields.hasValue("aspects") ? fields.texts("aspects") : List.of(),
                        fields.textOrNull("chatFormat"),
                        fields.flag("multiTurn", false)),
                fields.hasValue("window") ? window(fields.object("window")) : null,
                steering(fields.keyOf("steering", "strength")),
                fields.hasValue("detector") ? detector(fields.object("detector")) : null,
                copyBias(),
                fields.textOrNull("licence"));
    }

    private CheckpointDescriptor.@Nullable CustomPrompt prompt() {
        if (!fields.hasValue("prompt")) {
            return null;
        }
        JsonFields prompt = fields.object("prompt");
        prompt.requireOnly(PROMPT);
        return new CheckpointDescriptor.CustomPrompt(
                prompt.text("text"),
                prompt.hasValue("labels") ? prompt.texts("labels") : List.of(),
                prompt.flag("bar", false),
                prompt.hasValue("contextCharacters")
                        ? prompt.whole("contextCharacters", 1, Integer.MAX_VALUE)
                        : FramedTemplate.DEFAULT_CONTEXT_CHARACTERS);
    }

    private static CheckpointDescriptor.Window window(JsonFields window) {
        window.requireOnly(WINDOW);
        return new CheckpointDescriptor.Window(
                window.whole("answerCharacters", 0, Integer.MAX_VALUE),
                window.whole("questionCharacters", 0, Integer.MAX_VALUE),
                window.number(window.keyOf("minShare", "leastShare"), CheckpointDescriptor.Window.DEFAULT_MIN_SHARE),
                window.hasValue("maxWindows") ? window.whole("maxWindows", 1, Integer.MAX_VALUE) : Integer.MAX_VALUE);
    }

    private CheckpointDescriptor.@Nullable Steering steering(String key) {
        if (!fields.hasValue(key)) {
            return null;
        }
        JsonFields steering = fields.object(key);
        steering.requireOnly(STEERING);
        return new CheckpointDescriptor.Steering(steering.text("vectors"), steering.number("default", 0));
    }

    private static CheckpointDescriptor.Detector detector(JsonFields detector) {
        detector.requireOnly(DETECTOR);
        return new CheckpointDescriptor.Detector(
                detector.text("name"),
                detector.text("changed"),
                detector.text("unchanged"),
                detector.number("threshold", CheckpointDescriptor.Detector.DEFAULT_THRESHOLD),
                detector.hasValue("verify") ? verification(detector.object("verify")) : null);
    }

    private static CorrectionVerification verification(JsonFields verify) {
        verify.requireOnly(VERIFY);
        return new CorrectionVerification(
                verify.number("maxScore", 1),
                verify.number("minLogprob", MIN_LOGPROB),
                verify.hasValue("deletion") ? deletion(verify.object("deletion")) : null);
    }

    private static DeletionConditions deletion(JsonFields deletion) {
        deletion.requireOnly(DELETION);
        return new DeletionConditions(
                deletion.number("minScore", 0),
                deletion.number("maxScore", 1),
                deletion.number("minLogprob", MIN_LOGPROB),
                new ClauseWords(
                        words(deletion, "conjunctions", ClauseWords.ENGLISH.conjunctions()),
                        words(deletion, "unfinished", ClauseWords.ENGLISH.unfinished())));
    }

    private static Set<String> words(JsonFields deletion, String key, Set<String> fallback) {
        return deletion.hasValue(key) ? new HashSet<>(deletion.texts(key)) : fallback;
    }

    private double copyBias() {
        if (!fields.hasValue("decoding")) {
            return fields.number("copyBias", 0);
        }
        JsonFields decoding = fields.object("decoding");
        decoding.requireOnly(DECODING);
        if (fields.hasValue("copyBias")) {
            throw fields.wrong("copyBias", "absent, as 'decoding.copy' is its present name");
        }
        return decoding.number("copy", 0);
    }
}
