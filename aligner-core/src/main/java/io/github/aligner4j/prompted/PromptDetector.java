// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * A detector that is a chat model and a prompt, greedy: one call for each answer.
 *
 * <p>The reply must be one of the labels and nothing else, in any case, but for white space, quotation marks or a full stop around it;
 * anything else is an {@link AlignerException}, which counts as a failure of the layer. The score is 1, as a chat model gives no
 * probability.
 *
 * <p>As safe for use by several threads as the model.
 */
@Incubating
public final class PromptDetector implements Detector {

    private static final String QUOTES = "\"'`*_“”«»";

    private final Prompts prompts;
    private final ChatCompletionModel model;
    private final List<String> labels;

    /**
     * Creates a detector with this library's prompt.
     *
     * @param labels the labels to choose from, names that say what they mean, such as {@code medical advice}
     * @throws IllegalArgumentException if there are less than two labels, or one is blank
     */
    public PromptDetector(ChatCompletionModel model, List<String> labels) {
        this(Prompts.byName("detect"), model, labels);
    }

    /**
     * Creates a detector.
     *
     * @param prompts prompts of the strategy {@code detect}
     * @param labels the labels to choose from
     * @throws IllegalArgumentException if there are less than two labels, one is blank, or the prompts are of another strategy
     */
    public PromptDetector(Prompts prompts, ChatCompletionModel model, List<String> labels) {
        this.prompts = Objects.requireNonNull(prompts, "prompts");
        this.model = Objects.requireNonNull(model, "model");
        this.labels = List.copyOf(labels);
        if (prompts.strategy() != PromptStrategy.DETECT) {
            throw new IllegalArgumentException("a detector needs prompts of the strategy 'detect', but these are of '"
                    + prompts.strategy().id() + "'");
        }
        if (labels.size() < 2 || labels.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "a detector needs at least two labels, none of them blank, but has " + labels);
        }
    }

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        long started = System.nanoTime();
        PromptCalls calls = new PromptCalls(role -> model, context.withoutListener(), InstantSource.system());
        PromptInputs inputs = new PromptInputs(request.withConversation(List.of()), List.of(), "", List.of(), labels);
        Completion completion = calls.call(
                PromptRole.DETECT,
                prompts.render(PromptRole.DETECT, inputs, inputs.frame()),
                SamplingParameters.GREEDY,
                CompletionListener.NONE);
        String reply = stripped(completion.text());
        String label = labels.stream()
                .filter(each -> each.equalsIgnoreCase(reply))
                .findFirst()
                .orElseThrow(() -> new AlignerException("the detector was asked for one of " + labels
                        + " and replied something else, of " + completion.text().length()
                        + " characters; use a more capable model, or clearer labels"));
        return new Detection(label, 1, completion.usage(), Duration.ofNanos(System.nanoTime() - started));
    }

    private static String stripped(String reply) {
        int start = 0;
        int end = reply.length();
        while (start < end && isNoise(reply.charAt(start))) {
            start++;
        }
        while (end > start && (isNoise(reply.charAt(end - 1)) || ".!".indexOf(reply.charAt(end - 1)) >= 0)) {
            end--;
        }
        return reply.substring(start, end);
    }

    private static boolean isNoise(char c) {
        return Character.isWhitespace(c) || QUOTES.indexOf(c) >= 0;
    }
}
