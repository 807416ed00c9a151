package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A template that is a text with placeholders for question and answer, such as {@code ##Question: {question} ##Answer:
 * {answer}}.
 *
 * <p>Its markers are escaped in question and answer ({@link FrameEscape}), and the rendered prompt is then checked to contain
 * exactly the frame's own markers.
 *
 * <p>With {@link #withTranscript()}, the question's placeholder takes the whole conversation as {@code Human: … Assistant: …
 * Human: … Assistant:} (the form of HH-RLHF, which MetaAligner was trained on).
 */
public final class FramedTemplate implements CorrectionTemplate {

    private static final String QUESTION = "{question}";
    private static final String ANSWER = "{answer}";
    private static final List<Marker> ROLES =
            List.of(Marker.label("Human:"), Marker.label("Assistant:"), Marker.label("System:"));

    private final String text;
    private final List<Marker> markers;
    private final FrameEscape escape;
    private final @Nullable ChatFormat chat;
    private final String answerPrefix;
    private final boolean transcript;

    private FramedTemplate(
            String text, List<Marker> markers, @Nullable ChatFormat chat, String answerPrefix, boolean transcript) {
        this.text = text;
        this.markers = markers;
        this.escape = new FrameEscape(markers);
        this.chat = chat;
        this.answerPrefix = answerPrefix;
        this.transcript = transcript;
    }

    /**
     * Creates a template.
     *
     * @param text the frame, with {@code {question}} before {@code {answer}}, each once; {@code {question}} may be left out for
     *     a model that reads the answer alone
     * @param markers the parts of the frame that question and answer must not forge
     * @throws IllegalArgumentException if the answer's placeholder is missing, or a placeholder occurs twice or in the wrong order
     */
    public static FramedTemplate of(String text, List<Marker> markers) {
        int answer = onlyIndex(text, ANSWER);
        if (text.contains(QUESTION) && onlyIndex(text, QUESTION) > answer) {
            throw new IllegalArgumentException("a template must have {question} before {answer}");
        }
        return new FramedTemplate(text, List.copyOf(markers), null, "", false);
    }

    /** Returns a copy in a chat model's frame. */
    public FramedTemplate in(ChatFormat format) {
        return new FramedTemplate(text, markers, Objects.requireNonNull(format, "format"), answerPrefix, transcript);
    }

    /**
     * Returns a copy for a model that was trained to generate {@code answerPrefix} before each correction: a heading, or the space
     * after {@code ASSISTANT:}. A correction without it is rejected.
     */
    public FramedTemplate withAnswerPrefix(String answerPrefix) {
        return new FramedTemplate(
                text, markers, chat, Objects.requireNonNull(answerPrefix, "answerPrefix"), transcript);
    }

    /** Returns a copy that puts the whole conversation in the question's placeholder. */
    public FramedTemplate withTranscript() {
        onlyIndex(text, QUESTION);
        List<Marker> all = new ArrayList<>(markers);
        all.addAll(ROLES);
        return new FramedTemplate(text, all, chat, answerPrefix, true);
    }

    @Override
    public CorrectionPrompt render(CorrectionRequest request) {
        Prompt prompt = fill(request, escape::escape);
        Prompt frame = fill(request, any -> "x");
        if (escape.markers(prompt.text()) != escape.markers(frame.text())) {
            throw new UnsafePromptException(
                    "question and answer can't be told apart from the frame of the Aligner's prompt; "
                            + "remove prompt markers such as 'ASSISTANT:' from the end or the beginning of the texts");
        }
        String answer = escape.escape(request.answer());
        boolean escaped = !prompt.equals(fill(request, UnaryOperator.identity()));
        return new CorrectionPrompt(prompt, answerPrefix + answer, answerPrefix, escape, escaped);
    }

    private Prompt fill(CorrectionRequest request, UnaryOperator<String> escaping) {
        String question = transcript ? transcript(request, escaping) : escaping.apply(request.question());
        int answer = text.indexOf(ANSWER);
        List<Segment> body = List.of(new Text(text.substring(0, answer).replace(QUESTION, question)
                + escaping.apply(request.answer())
                + text.substring(answer + ANSWER.length())));
        return new Prompt(chat == null ? body : chat.frame(body));
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
