// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner for tests: it corrects by a script instead of a model, and records its requests.
 *
 * <pre>{@code
 * ScriptedAligner aligner = ScriptedAligner.replacing("damn", "darn");
 * ChatModel aligned = AlignedChatModel.wrap(model, aligner);
 *
 * assertThat(aligned.chat("Well?")).isEqualTo("darn it");
 * assertThat(aligner.requests()).extracting(CorrectionRequest::question).containsExactly("Well?");
 * }</pre>
 *
 * <p>A listener gets the corrected answer word by word. Cancellation, interrupts and deadlines end a call as they end one of a
 * model, also while it is {@linkplain #block() blocked}. Its token usage is the number of words. Safe for use by several threads.
 */
public final class ScriptedAligner implements Aligner {

    private final Script<CorrectionRequest> script;

    private ScriptedAligner(Function<? super CorrectionRequest, String> answers) {
        this.script = new Script<>(answers);
    }

    /** Returns an Aligner that corrects nothing. */
    public static ScriptedAligner unchanged() {
        return correcting(CorrectionRequest::answer);
    }

    /** Returns an Aligner that replaces each occurrence of {@code target} in an answer. */
    public static ScriptedAligner replacing(String target, String replacement) {
        return correcting(request -> request.answer().replace(target, replacement));
    }

    /** Returns an Aligner that corrects every answer to {@code answer}. */
    public static ScriptedAligner answering(String answer) {
        return answeringInOrder(List.of(answer));
    }

    /**
     * Returns an Aligner that corrects the first answer to the first of {@code answers}, and so on; the last one is repeated.
     *
     * @throws IllegalArgumentException if there are no answers
     */
    public static ScriptedAligner answeringInOrder(List<String> answers) {
        return correcting(Script.inOrder(answers));
    }

    /** Returns an Aligner that corrects the answers that are keys of {@code corrections} to their values, and no others. */
    public static ScriptedAligner answering(Map<String, String> corrections) {
        Map<String, String> copy = Map.copyOf(corrections);
        return correcting(request -> copy.getOrDefault(request.answer(), request.answer()));
    }

    /** Returns an Aligner that corrects by {@code answers}, a function from a request to the corrected answer. */
    public static ScriptedAligner correcting(Function<? super CorrectionRequest, String> answers) {
        return new ScriptedAligner(answers);
    }

    /** Returns an Aligner whose every call throws {@code failure}. */
    public static ScriptedAligner failing(RuntimeException failure) {
        return correcting(Script.failing(failure));
    }

    /**
     * Corrects by {@code answers} from the next call on.
     *
     * @return this Aligner
     */
    public ScriptedAligner correctBy(Function<? super CorrectionRequest, String> answers) {
        script.texts(answers);
        return this;
    }

    /**
     * Has the next calls throw {@code failures}, one each; calls after them are corrected again.
     *
     * @return this Aligner
     */
    public ScriptedAligner failNext(RuntimeException... failures) {
        script.failNext(failures);
        return this;
    }

    /**
     * Blocks calls, from the next one on, until {@link #release()}.
     *
     * @return this Aligner
     */
    public ScriptedAligner block() {
        script.block();
        return this;
    }

    /** Lets blocked calls go on, and does not block later ones. */
    public void release() {
        script.release();
    }

    /** Waits until this Aligner has received {@code count} requests in all. */
    public void awaitRequests(int count) {
        script.awaitRequests(count);
    }

    /** Returns the requests so far, in the order of their arrival; also those that failed. */
    public List<CorrectionRequest> requests() {
        return script.requests();
    }

    /** Forgets the requests and failures to come, releases blocked calls, and corrects as it was created to. */
    public void reset() {
        script.reset();
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        @Nullable Instant deadline = context.deadline().orElse(null);
        String answer = script.run(request, context.cancellation(), deadline);
        Script.stream(Words.of(answer), context::emit, context.cancellation(), deadline);
        TokenUsage usage = new TokenUsage(
                Words.of(request.question()).size() + Words.of(request.answer()).size(),
                Words.of(answer).size());
        return Correction.of(request.answer(), answer, usage, Duration.ZERO);
    }
}
