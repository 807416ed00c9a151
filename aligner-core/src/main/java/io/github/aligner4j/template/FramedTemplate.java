// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template that is a text with placeholders for question and answer, such as {@code ##Question: {question} ##Answer:
 * {answer}}.
 *
 * <p>Its markers are escaped in question, answer and context ({@link FrameEscape}), and the rendered prompt is then checked to
 * contain exactly the frame's own markers.
 *
 * <p>With {@link #withTranscript()}, the question's placeholder takes the whole conversation as {@code Human: … Assistant: …
 * Human: … Assistant:} (the form of HH-RLHF, which MetaAligner was trained on).
 *
 * <p>A placeholder {@code {context}} takes the {@linkplain CorrectionRequest#context() retrieved passages}, one after the other and
 * each with its number: {@code [1]: … [2]: …}, with a line break between two of them. The numbers are markers, too, so that no text
 * can forge a passage. Without passages, the place is empty. Passages are read up to a limit ({@link #withContextCharacters}): the
 * first one that exceeds it is cut off after its last sentence that fits, and those after it are dropped, which {@link
 * CorrectionPrompt#contextUse()} reports.
 *
 * <p>A placeholder {@code {aspects}} takes what to improve: a request's own aspects, or those of {@link #withAspects}.
 */
public final class FramedTemplate implements CorrectionTemplate {

    /** The default maximum number of characters of all passages: about 1,000 tokens of English. */
    public static final int DEFAULT_CONTEXT_CHARACTERS = 4000;

    private static final String QUESTION = "{question}";
    private static final String ANSWER = "{answer}";
    private static final String CONTEXT = "{context}";
    private static final String ASPECTS = "{aspects}";
    private static final Pattern PLACEHOLDERS = Pattern.compile("\\{(?:question|answer|context|aspects)}");
    private static final List<Marker> ROLES =
            List.of(Marker.label("Human:"), Marker.label("Assistant:"), Marker.label("System:"));
    private static final Options DEFAULTS = new Options(null, "", false, DEFAULT_CONTEXT_CHARACTERS, List.of());

    private final String text;
    private final List<Marker> markers;
    private final FrameEscape escape;
    private final Options options;

    private FramedTemplate(String text, List<Marker> markers, Options options) {
        this.text = text;
        this.markers = markers;
        this.escape = new FrameEscape(markers, text.contains(CONTEXT));
        this.options = options;
    }

    /** Settings that a copy may change. */
    private record Options(
            @Nullable ChatFormat chat,
            String answerPrefix,
            boolean transcript,
            int contextCharacters,
            List<String> aspects) {}

    /**
     * Creates a template.
     *
     * @param text the frame, with {@code {question}} before {@code {answer}}, each once; {@code {question}} may be left out for
     *     a model that reads the answer alone. {@code {context}} and {@code {aspects}} may each stand once, before {@code {answer}}
     * @param markers the parts of the frame that texts must not forge
     * @throws IllegalArgumentException if the answer's placeholder is missing, or a placeholder occurs twice or in the wrong order
     */
    public static FramedTemplate of(String text, List<Marker> markers) {
        int answer = onlyIndex(text, ANSWER);
        for (String placeholder : List.of(QUESTION, CONTEXT, ASPECTS)) {
            if (text.contains(placeholder) && onlyIndex(text, placeholder) > answer) {
                throw new IllegalArgumentException("a template must have " + placeholder + " before {answer}");
            }
        }
        return new FramedTemplate(text, List.copyOf(markers), DEFAULTS);
    }

    /** Returns a copy in a chat model's frame. */
    public FramedTemplate in(ChatFormat format) {
        Objects.requireNonNull(format, "format");
        return with(new Options(
                format, options.answerPrefix, options.transcript, options.contextCharacters, options.aspects));
    }

    /**
     * Returns a copy for a model that was trained to generate {@code answerPrefix} before each correction: a heading, or the space
     * after {@code ASSISTANT:}. A correction without it is rejected.
     */
    public FramedTemplate withAnswerPrefix(String answerPrefix) {
        Objects.requireNonNull(answerPrefix, "answerPrefix");
        return with(new Options(
                options.chat, answerPrefix, options.transcript, options.contextCharacters, options.aspects));
    }

    /** Returns a copy that puts the whole conversation in the question's placeholder. */
    public FramedTemplate withTranscript() {
        onlyIndex(text, QUESTION);
        List<Marker> all = new ArrayList<>(markers);
        all.addAll(ROLES);
        return new FramedTemplate(
                text,
                all,
                new Options(options.chat, options.answerPrefix, true, options.contextCharacters, options.aspects));
    }

    /**
     * Returns a copy with another maximum number of characters of all retrieved passages together. The default is {@value
     * #DEFAULT_CONTEXT_CHARACTERS}.
     *
     * @throws IllegalArgumentException if it is below 1, or the template has no place for passages
     */
    @Incubating
    public FramedTemplate withContextCharacters(int maxCharacters) {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException(
                    "the limit of the context must be at least 1 character, but was " + maxCharacters);
        }
        onlyIndex(text, CONTEXT);
        return with(
                new Options(options.chat, options.answerPrefix, options.transcript, maxCharacters, options.aspects));
    }

    /** Returns true if the template has a place for retrieved passages. */
    @Incubating
    public boolean readsContext() {
        return text.contains(CONTEXT);
    }

    /**
     * Returns a copy for requests without {@linkplain CorrectionRequest#aspects() aspects} of their own.
     *
     * @param aspects the aspects to improve: names of {@link MetaAlignerAspect} or sentences
     * @throws IllegalArgumentException if there is none, one is a single word but no name, or the template has no place for them
     */
    @Incubating
    public FramedTemplate withAspects(List<String> aspects) {
        onlyIndex(text, ASPECTS);
        if (aspects.isEmpty()) {
            throw new IllegalArgumentException(
                    "a template with a place for aspects needs at least one aspect to improve");
        }
        List<String> words = aspects.stream().map(MetaAlignerAspect::words).toList();
        return with(
                new Options(options.chat, options.answerPrefix, options.transcript, options.contextCharacters, words));
    }

    /** Returns true if the template has a place for aspects to improve. */
    @Incubating
    public boolean readsAspects() {
        return text.contains(ASPECTS);
    }

    private FramedTemplate with(Options changed) {
        return new FramedTemplate(text, markers, changed);
    }

    @Override
    public CorrectionPrompt render(CorrectionRequest request) {
        FittedContext context =
                readsContext() ? FittedContext.of(request.context(), options.contextCharacters) : FittedContext.NONE;
        CorrectionRequest fitted = request.withContext(context.passages());
        Prompt prompt = fill(fitted, escape::escape);
        Prompt frame = fill(fitted, any -> "x");
        if (escape.markers(prompt.text()) != escape.markers(frame.text())) {
            throw new UnsafePromptException(
                    "question, answer and retrieved passages can't be told apart from the frame of"
                            + " the Aligner's prompt; remove prompt markers such as 'ASSISTANT:' from the end or the beginning of"
                            + " the texts");
        }
        String answer = escape.escape(request.answer());
        boolean escaped = !prompt.equals(fill(fitted, UnaryOperator.identity()));
        String prefix = options.answerPrefix;
        return new CorrectionPrompt(prompt, prefix + answer, prefix, escape, escaped, context.use());
    }

    private Prompt fill(CorrectionRequest request, UnaryOperator<String> escaping) {
        StringBuilder filled = new StringBuilder();
        Matcher placeholders = PLACEHOLDERS.matcher(text);
        int from = 0;
        while (placeholders.find()) {
            filled.append(text, from, placeholders.start()).append(value(placeholders.group(), request, escaping));
            from = placeholders.end();
        }
        List<Segment> body =
                List.of(new Text(filled.append(text.substring(from)).toString()));
        return new Prompt(options.chat == null ? body : options.chat.frame(body));
    }

    private String value(String placeholder, CorrectionRequest request, UnaryOperator<String> escaping) {
        return switch (placeholder) {
            case ANSWER -> escaping.apply(request.answer());
            case CONTEXT -> passages(request.context(), escaping);
            case ASPECTS -> escaping.apply(aspects(request));
            default -> options.transcript ? transcript(request, escaping) : escaping.apply(request.question());
        };
    }

    private String aspects(CorrectionRequest request) {
        List<String> aspects =
                request.aspects().stream().map(MetaAlignerAspect::description).toList();
        if (aspects.isEmpty() && options.aspects.isEmpty()) {
            throw new AlignerException(
                    "the template has a place for aspects to improve, but neither the Aligner nor the request"
                            + " names one; name some, such as harmlessness");
        }
        return String.join("; ", aspects.isEmpty() ? options.aspects : aspects);
    }

    private static String passages(List<String> context, UnaryOperator<String> escaping) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < context.size(); i++) {
            out.append(i == 0 ? "[" : "\n[").append(i + 1).append("]: ").append(escaping.apply(context.get(i)));
        }
        return out.toString();
    }

    private static String transcript(CorrectionRequest request, UnaryOperator<String> escaping) {
        StringBuilder out = new StringBuilder();
        for (Turn turn : request.conversation()) {
            out.append(label(turn.role())).append(escaping.apply(turn.text())).append(' ');
        }
        return out.append(label(Turn.Role.USER))
                .append(escaping.apply(request.question()))
                .append(" Assistant:")
                .toString();
    }

    private static String label(Turn.Role role) {
        return switch (role) {
            case SYSTEM -> "System: ";
            case USER -> "Human: ";
            case ASSISTANT -> "Assistant: ";
        };
    }

    private static int onlyIndex(String text, String placeholder) {
        int first = text.indexOf(placeholder);
        if (first < 0 || text.indexOf(placeholder, first + 1) >= 0) {
            throw new IllegalArgumentException("a template must have " + placeholder + " exactly once");
        }
        return first;
    }
}
