package io.github.aligner4j.runtime.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.template.FramedTemplate;
import io.github.aligner4j.template.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself in {@code aligner.json}, beside {@code config.json}. Every field may be left out but one
 * of {@code template} and {@code prompt}.
 *
 * <pre>{@code
 * {
 *   "template": "aligner-7b",
 *   "answerPrefix": " ",
 *   "aspects": ["harmlessness", "be as kind as you can"],
 *   "chatFormat": "chatml",
 *   "multiTurn": false,
 *   "window": {"answerCharacters": 120, "questionCharacters": 0, "leastShare": 0.5},
 *   "strength": {"vectors": "strength.safetensors", "default": 0},
 *   "copyBias": 1.0,
 *   "licence": "Apache-2.0"
 * }
 * }</pre>
 *
 * @param template id of a published template, one of {@link CorrectionTemplates#ids()}
 * @param prompt a template of one's own, instead of {@code template}
 * @param answerPrefix what the model was trained to write before each correction
 * @param aspects what to improve, for MetaAligner's templates
 * @param chatFormat the base model's chat format, for {@code align-anything}: {@code chatml} or {@code llama3}
 * @param multiTurn whether the model was trained on conversations rather than on single questions
 * @param window how much of an answer the model reads at a time; all of it if left out
 * @param strength how strongly it corrects, where a request can say so
 * @param copyBias how far corrections keep to their answers, in nats; the model alone decides if left out or 0
 * @param licence under which licence the weights are
 */
public record CheckpointDescriptor(
        @Nullable String template,
        @Nullable OwnPrompt prompt,
        @Nullable String answerPrefix,
        @Nullable List<String> aspects,
        @Nullable String chatFormat,
        boolean multiTurn,
        @Nullable Window window,
        @Nullable Strength strength,
        @Nullable Double copyBias,
        @Nullable String licence) {

    /** Checks the copy bias. */
    public CheckpointDescriptor {
        if (copyBias != null && !(copyBias >= 0 && Double.isFinite(copyBias))) {
            throw new IllegalArgumentException("copyBias must be at least 0 and finite, but was " + copyBias);
        }
    }

    /**
     * A template of one's own.
     *
     * @param text the frame, with {@code {question}} before {@code {answer}}
     * @param labels pieces of the frame that end with a colon, such as {@code ##Answer:}, which texts must not forge
     * @param bar whether a {@code |} between white space is a piece of the frame, too
     */
    public record OwnPrompt(
            @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
            String text,

            @Nullable List<String> labels,
            boolean bar) {

        FramedTemplate template() {
            List<Marker> markers = new ArrayList<>(
                    labels == null
                            ? List.of()
                            : labels.stream().map(Marker::label).toList());
            if (bar) {
                markers.add(Marker.bar());
            }
            return FramedTemplate.of(text, markers);
        }
    }

    /**
     * How much the model reads at a time, see {@link io.github.aligner4j.windowed.WindowedAligner}.
     *
     * @param answerCharacters most characters of the answer
     * @param questionCharacters most characters of the question
     * @param leastShare of a window's characters that a correction must have, 0 to 1; a shorter one is rejected as one that
     *     stopped early. At 0, whole windows may be left out. 0.5 if not given
     */
    public record Window(
            @JsonProperty(required = true) int answerCharacters,
            @JsonProperty(required = true) int questionCharacters,
            @Nullable Double leastShare) {

        private static final double USUAL_SHARE = 0.5;

        /** Creates one that rejects corrections of less than half a window. */
        public Window(int answerCharacters, int questionCharacters) {
            this(answerCharacters, questionCharacters, null);
        }

        /** Checks that a window holds something, and the share's range. */
        public Window {
            if (answerCharacters < 2 || questionCharacters < 0) {
                throw new IllegalArgumentException("a window needs at least 2 characters of the answer and 0 of the "
                        + "question, but was given " + answerCharacters + " and " + questionCharacters);
            }
            if (leastShare != null && !(leastShare >= 0 && leastShare <= 1)) {
                throw new IllegalArgumentException("window.leastShare must be 0 to 1, but was " + leastShare);
            }
        }

        /** Returns the share that a correction must have. */
        public double requiredShare() {
            return leastShare == null ? USUAL_SHARE : leastShare;
        }
    }

    /**
     * Vectors that make the model correct more or less, see {@link SteeringVectors}.
     *
     * @param vectors name of a safetensors file in the same folder
     * @param usual the coefficient of requests that name none: {@code default} in the file, 0 if left out
     */
    public record Strength(
            @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
            String vectors,

            @JsonProperty("default") double usual) {

        private static final Pattern FILE = Pattern.compile("[\\w.-]+\\.safetensors");

        /** Checks name and coefficient. */
        public Strength {
            if (!FILE.matcher(vectors).matches()) {
                throw new IllegalArgumentException(
                        "strength.vectors must be a safetensors file of the same folder, but was '" + vectors + "'");
            }
            if (!Double.isFinite(usual)) {
                throw new IllegalArgumentException("strength.default must be a finite number, but was " + usual);
            }
        }
    }

    /** Returns a descriptor that only names a published template. */
    public static CheckpointDescriptor ofTemplate(String id) {
        return new CheckpointDescriptor(id, null, null, null, null, false, null, null, null, null);
    }

    /**
     * Returns a copy with another copy bias.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public CheckpointDescriptor withCopyBias(double nats) {
        return new CheckpointDescriptor(
                template, prompt, answerPrefix, aspects, chatFormat, multiTurn, window, strength, nats, licence);
    }

    /**
     * Returns the template that this describes.
     *
     * @throws IllegalArgumentException if it describes none, two, or one that does not exist
     */
    public FramedTemplate correctionTemplate() {
        if ((template == null) == (prompt == null)) {
            throw new IllegalArgumentException(
                    "exactly one of 'template' and 'prompt' must be given; templates are " + CorrectionTemplates.ids());
        }
        FramedTemplate found = prompt != null ? prompt.template() : published();
        if (answerPrefix != null) {
            found = found.withAnswerPrefix(answerPrefix);
        }
        return multiTurn ? found.withTranscript() : found;
    }

    private FramedTemplate published() {
        return CorrectionTemplates.byId(
                String.valueOf(template),
                aspects == null ? List.of() : aspects,
                Optional.ofNullable(chatFormat).map(ChatFormat::byName));
    }
}
