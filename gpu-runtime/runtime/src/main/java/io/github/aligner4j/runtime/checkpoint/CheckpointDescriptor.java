// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.llm.CorrectionVerification;
import io.github.aligner4j.llm.DetectorTokens;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.template.FramedTemplate;
import io.github.aligner4j.template.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code aligner.json}, which lies beside {@code config.json} and describes the prompts that a checkpoint
 * was trained on.
 *
 * <p>Every field is optional, except that exactly one of {@code template} and {@code prompt} must be given:
 *
 * <pre>{@code
 * {
 *   "schema": 1,
 *   "template": "aligner-7b",
 *   "answerPrefix": " ",
 *   "aspects": ["harmlessness", "be as kind as you can"],
 *   "chatFormat": "chatml",
 *   "multiTurn": false,
 *   "window": {"answerCharacters": 120, "questionCharacters": 0, "minShare": 0.5},
 *   "steering": {"vectors": "steering.safetensors", "default": 0},
 *   "detector": {"name": "rudeness", "changed": " +", "unchanged": " =", "threshold": 0.5},
 *   "decoding": {"copy": 1.0},
 *   "licence": "Apache-2.0"
 * }
 * }</pre>
 *
 * <p><b>Compatibility.</b> {@code schema} is the version of the format, {@value CheckpointDescriptors#SCHEMA} today; a file
 * without it has version 1. A file is read by every later version of this library, always with the same meaning. The number
 * rises only when a field changes its meaning or is removed, not when an optional one is added. A file with a higher
 * number, or with a field that is not known, is refused, because the checkpoint would not be prompted as it was trained.
 * Earlier names ({@code leastShare}, {@code strength}, {@code copyBias}) are still read;
 * {@link CheckpointDescriptors#toJson} writes the current ones.
 *
 * <p>In Java, a descriptor is built:
 *
 * <pre>{@code
 * CheckpointDescriptor descriptor = CheckpointDescriptor.template("aligner-7b").answerPrefix(" ").build();
 * }</pre>
 *
 * @param format format of the prompts
 * @param window part of an answer that the model reads at a time; null for all of it
 * @param steering steering vectors of the checkpoint; null if it has none
 * @param detector detector that decides whether an answer is corrected; null if the checkpoint has none
 * @param copyBias logit bonus for tokens that continue a copy of the answer, in nats, {@code decoding.copy} in the file; 0,
 *     the default, leaves the model alone: nothing of the copy constraint runs
 * @param licence licence of the weights, as an SPDX identifier; null if it is not given
 */
public record CheckpointDescriptor(
        PromptFormat format,
        @Nullable Window window,
        @Nullable Steering steering,
        @Nullable Detector detector,
        double copyBias,
        @Nullable String licence) {

    /**
     * Checks the copy bias.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public CheckpointDescriptor {
        if (!(copyBias >= 0 && Double.isFinite(copyBias))) {
            throw new IllegalArgumentException("decoding.copy must be at least 0 and finite, but was " + copyBias);
        }
    }

    /**
     * Returns a builder of a descriptor with a published template.
     *
     * @param id one of {@link CorrectionTemplates#ids()}
     */
    public static Builder template(String id) {
        return new Builder(id, null);
    }

    /** Returns a builder of a descriptor with a custom template. */
    public static Builder prompt(CustomPrompt prompt) {
        return new Builder(null, prompt);
    }

    /** Returns the template that prompts are rendered with. */
    public FramedTemplate correctionTemplate() {
        return format.correctionTemplate();
    }

    /** Returns a copy with other steering vectors, null for none. */
    @Incubating
    public CheckpointDescriptor withSteering(@Nullable Steering steering) {
        return new CheckpointDescriptor(format, window, steering, detector, copyBias, licence);
    }

    /** Returns a copy with another detector, null for none. */
    @Incubating
    public CheckpointDescriptor withDetector(@Nullable Detector detector) {
        return new CheckpointDescriptor(format, window, steering, detector, copyBias, licence);
    }

    /**
     * Returns a copy with another copy bias.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public CheckpointDescriptor withCopyBias(double nats) {
        return new CheckpointDescriptor(format, window, steering, detector, nats, licence);
    }

    /**
     * A custom prompt template.
     *
     * @param text the frame, with {@code {question}} before {@code {answer}}, each at most once; {@code {context}}, also before
     *     {@code {answer}}, is the place of retrieved passages
     * @param labels labels of the frame, which end with a colon, such as {@code ##Answer:}; texts that contain them are
     *     escaped
     * @param bar true if a {@code |} between white space belongs to the frame, too
     * @param contextCharacters maximum number of characters of all retrieved passages together, see {@link
     *     FramedTemplate#withContextCharacters}; of no effect without {@code {context}}
     */
    public record CustomPrompt(
            String text,
            List<String> labels,
            boolean bar,
            @Incubating int contextCharacters) {

        /**
         * Copies the labels.
         *
         * @throws IllegalArgumentException if {@code contextCharacters} is below 1
         */
        public CustomPrompt {
            labels = List.copyOf(labels);
            if (contextCharacters < 1) {
                throw new IllegalArgumentException(
                        "prompt.contextCharacters must be at least 1, but was " + contextCharacters);
            }
        }

        /** Creates a prompt with the default limit of the context. */
        public CustomPrompt(String text, List<String> labels, boolean bar) {
            this(text, labels, bar, FramedTemplate.DEFAULT_CONTEXT_CHARACTERS);
        }

        FramedTemplate template() {
            List<Marker> markers =
                    new ArrayList<>(labels.stream().map(Marker::label).toList());
            if (bar) {
                markers.add(Marker.bar());
            }
            FramedTemplate template = FramedTemplate.of(text, markers);
            return template.readsContext() ? template.withContextCharacters(contextCharacters) : template;
        }
    }

    /**
     * The part of an answer that the model reads at a time, see {@link io.github.aligner4j.windowed.WindowedAligner}.
     *
     * @param answerCharacters maximum number of characters of the answer, at least 2
     * @param questionCharacters maximum number of characters of the question, at least 0
     * @param minShare length of the shortest accepted correction as a share of the window's, 0 to 1; a shorter one is
     *     rejected because the model stopped early. 0 allows whole windows to be deleted
     * @param maxWindows maximum number of windows that are corrected, at least 1; the rest of the answer stays as it is
     */
    public record Window(
            int answerCharacters,
            int questionCharacters,
            double minShare,
            @Incubating int maxWindows) {

        /** Default minimum share of a window. */
        public static final double DEFAULT_MIN_SHARE = 0.5;

        /** Creates a window that rejects corrections of less than half its length. */
        public Window(int answerCharacters, int questionCharacters) {
            this(answerCharacters, questionCharacters, DEFAULT_MIN_SHARE);
        }

        /** Creates a window of answers all of whose windows are corrected. */
        public Window(int answerCharacters, int questionCharacters, double minShare) {
            this(answerCharacters, questionCharacters, minShare, Integer.MAX_VALUE);
        }

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Window {
            if (answerCharacters < 2 || questionCharacters < 0) {
                throw new IllegalArgumentException("a window needs at least 2 characters of the answer and 0 of the "
                        + "question, but was given " + answerCharacters + " and " + questionCharacters);
            }
            if (!(minShare >= 0 && minShare <= 1)) {
                throw new IllegalArgumentException("window.minShare must be 0 to 1, but was " + minShare);
            }
            if (maxWindows < 1) {
                throw new IllegalArgumentException("window.maxWindows must be at least 1, but was " + maxWindows);
            }
        }
    }

    /**
     * Steering vectors, which make the model correct more or less; see {@link SteeringVectors}.
     *
     * @param vectors name of a safetensors file in the same folder
     * @param defaultStrength coefficient of the vectors for requests that set none, {@code default} in the file
     */
    @Incubating
    public record Steering(String vectors, double defaultStrength) {

        private static final Pattern FILE = Pattern.compile("[\\w.-]+\\.safetensors");

        /**
         * Checks name and coefficient.
         *
         * @throws IllegalArgumentException if the file is not one of the same folder, or the coefficient is not finite
         */
        public Steering {
            if (!FILE.matcher(vectors).matches()) {
                throw new IllegalArgumentException(
                        "steering.vectors must be a safetensors file of the same folder, but was '" + vectors + "'");
            }
            if (!Double.isFinite(defaultStrength)) {
                throw new IllegalArgumentException(
                        "steering.default must be a finite number, but was " + defaultStrength);
            }
        }
    }

    /**
     * A detector in band: the first token of a completion says whether the answer is corrected. After {@code changed} the
     * correction follows; {@code unchanged} stands for the answer as it is. Both are ordinary tokens of the vocabulary, as the
     * control codes of CTRL (Keskar et al. 2019) and the reflection tokens of Self-RAG (Asai et al. 2023) are.
     *
     * @param name name of the detected kind of text, such as {@code rudeness}
     * @param changed text of the token before a correction
     * @param unchanged text of the token of an answer that needs no correction
     * @param threshold minimum score of an answer that is corrected, 0 to 1; the score is P(changed) / (P(changed) +
     *     P(unchanged))
     * @param verification the conditions under which a correction is kept; null for none
     */
    @Incubating
    public record Detector(
            String name,
            String changed,
            String unchanged,
            double threshold,
            @Nullable CorrectionVerification verification) {

        /** Default minimum score. */
        public static final double DEFAULT_THRESHOLD = 0.5;

        /**
         * Checks texts and range.
         *
         * @throws IllegalArgumentException if a text is empty, both tokens are the same, or the threshold is out of its range
         */
        public Detector {
            if (name.isBlank() || changed.isEmpty() || unchanged.isEmpty()) {
                throw new IllegalArgumentException("detector.name, detector.changed and detector.unchanged must not be"
                        + " empty, but were '" + name + "', '" + changed + "' and '" + unchanged + "'");
            }
            if (changed.equals(unchanged)) {
                throw new IllegalArgumentException(
                        "detector.changed and detector.unchanged must differ, but both were '" + changed + "'");
            }
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("detector.threshold must be 0 to 1, but was " + threshold);
            }
        }

        /** Creates a detector whose corrections are not verified. */
        public Detector(String name, String changed, String unchanged, double threshold) {
            this(name, changed, unchanged, threshold, null);
        }

        /** Returns the name and the tokens. */
        public DetectorTokens tokens() {
            return new DetectorTokens(name, changed, unchanged);
        }

        /** Returns a copy with another threshold. */
        public Detector withThreshold(double threshold) {
            return new Detector(name, changed, unchanged, threshold, verification);
        }
    }

    /** Builder of a {@link CheckpointDescriptor}. Not safe for use by several threads. */
    public static final class Builder {

        private final @Nullable String template;
        private final @Nullable CustomPrompt prompt;
        private @Nullable String answerPrefix;
        private List<String> aspects = List.of();
        private @Nullable String chatFormat;
        private boolean multiTurn;
        private @Nullable Window window;
        private @Nullable Steering steering;
        private @Nullable Detector detector;
        private double copyBias;
        private @Nullable String licence;

        Builder(@Nullable String template, @Nullable CustomPrompt prompt) {
            this.template = template;
            this.prompt = prompt;
        }

        /** Sets the text that the model was trained to write before each correction; none by default. */
        public Builder answerPrefix(@Nullable String answerPrefix) {
            this.answerPrefix = answerPrefix;
            return this;
        }

        /** Sets the aspects to improve, for the templates of MetaAligner. */
        public Builder aspects(List<String> aspects) {
            this.aspects = List.copyOf(aspects);
            return this;
        }

        /** Sets the base model's chat format, for {@code align-anything}: {@code chatml} or {@code llama3}. */
        public Builder chatFormat(@Nullable String chatFormat) {
            this.chatFormat = chatFormat;
            return this;
        }

        /** Sets whether the model was trained on conversations rather than on single questions. */
        public Builder multiTurn(boolean multiTurn) {
            this.multiTurn = multiTurn;
            return this;
        }

        /** Sets how much of an answer the model reads at a time; all of it by default. */
        public Builder window(@Nullable Window window) {
            this.window = window;
            return this;
        }

        /** Sets the steering vectors; none by default. */
        public Builder steering(@Nullable Steering steering) {
            this.steering = steering;
            return this;
        }

        /** Sets the detector that decides whether an answer is corrected; none by default. */
        public Builder detector(@Nullable Detector detector) {
            this.detector = detector;
            return this;
        }

        /** Sets the logit bonus for tokens that continue a copy of the answer, in nats; 0 by default, which is off. */
        public Builder copyBias(double nats) {
            this.copyBias = nats;
            return this;
        }

        /** Sets the licence of the weights. */
        public Builder licence(@Nullable String licence) {
            this.licence = licence;
            return this;
        }

        /**
         * Returns the descriptor.
         *
         * @throws IllegalArgumentException if the template does not exist, or something it needs is missing or out of range
         */
        public CheckpointDescriptor build() {
            PromptFormat format = new PromptFormat(template, prompt, answerPrefix, aspects, chatFormat, multiTurn);
            return new CheckpointDescriptor(format, window, steering, detector, copyBias, licence);
        }
    }
}
