// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.util.context.ContextView;

/**
 * Corrects the answers of a chat client's model, blocking and streaming. {@link AlignerAdvisors} creates it.
 *
 * <p>It is the innermost advisor, next to the model: chat memory, loggers, caches and validators see the corrected text
 * whatever their order. Everything but the text of an answer stays, tool calls included; metadata that repeats the text, such
 * as the provider's own response or tokens with their probabilities, is removed if the text was changed. Text beside tool
 * calls follows {@link ToolCallTextPolicy}. Formats that the program requested ({@link StructuredOutputPolicy}), thinking,
 * answers cut off by the provider's content filter, empty answers, media, and results that a tool returns directly pass
 * uncorrected. Each of several generations is corrected. A failure of the Aligner fails the call; a layer of an {@link
 * io.github.aligner4j.AlignerStack} can have another failure policy.
 *
 * <p>A stream is held back until the upstream model has finished, corrected on a thread of the Aligner's own, and sent on
 * while the Aligner generates; or it is corrected sentence by sentence ({@link
 * io.github.aligner4j.answer.StreamingPolicy#SENTENCE}). Work that can be done before the upstream model has finished runs on
 * another such thread ({@link Aligner#begin}). At most {@value CorrectionThreads#MAX_CORRECTIONS} streams of an Aligner are
 * corrected at once; a further one fails with an {@link io.github.aligner4j.AlignerException}. Cancelling the stream cancels the
 * Aligner and interrupts its thread. A call is corrected on the caller's thread, and interrupting that cancels the Aligner.
 *
 * <p>An answer that no layer of a stack corrects at present, because all of them only observe or are off ({@link
 * io.github.aligner4j.Rollout}), passes as it is, a stream without being held back. A layer that has the upstream model answer again
 * ({@link io.github.aligner4j.FailurePolicy.Reprompt}) does so through the advisors inside this one.
 *
 * <p>If a chain has this advisor twice, only the outer one corrects. To apply several Aligners, stack them in one {@link
 * io.github.aligner4j.AlignerStack}.
 *
 * <p>Parameters of the advisor control one request:
 *
 * <pre>{@code
 * client.prompt("How do I reset my password?")
 *         .advisors(advisors -> advisors
 *                 .param(AlignerAdvisor.ATTRIBUTE_PREFIX + "tenant", "acme")
 *                 .param(AlignerAdvisor.DEADLINE, Instant.now().plusSeconds(5)))
 *         .call()
 *         .content();
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class AlignerAdvisor implements CallAdvisor, StreamAdvisor {

    /** The default order: inside all other advisors except the one that calls the model. */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

    /** The parameter that lets a request's answer pass uncorrected; a stream is then not held back. A {@code Boolean}. */
    public static final String SKIP = "aligner4j.skip";

    /**
     * The beginning of the names of parameters that become attributes of the {@linkplain
     * io.github.aligner4j.CorrectionRequest#attributes() correction request}, for gates, guards, listeners and recordings:
     * {@code ATTRIBUTE_PREFIX + "tenant"} becomes the attribute {@code tenant}.
     */
    public static final String ATTRIBUTE_PREFIX = "aligner4j.attribute.";

    /**
     * The parameter with the instant by which an answer has to be corrected, a {@link java.time.Instant}. A correction that is
     * not finished then fails with a {@link io.github.aligner4j.DeadlineExceededException}, subject to the failure policies of
     * a stack. The upstream model does not see it.
     */
    public static final String DEADLINE = "aligner4j.deadline";

    /**
     * The parameter with the name of the chain that corrects the answer, a {@code String}: one of those set by {@link
     * AlignerAdvisors.Builder#chains}. If it is not set, the advisor's own Aligner corrects.
     */
    @Incubating
    public static final String CHAIN = "aligner4j.chain";

    /**
     * The parameter with the {@linkplain io.github.aligner4j.CorrectionRequest#aspects() aspects} to improve in the answer, a string
     * or a collection of strings, for Aligners that read them.
     */
    @Incubating
    public static final String ASPECTS = ATTRIBUTE_PREFIX + CorrectionRequest.ASPECTS;

    /** The parameter with the user's question, a {@code String}. If it is not set, it is the last user message. */
    public static final String QUESTION = "aligner4j.question";

    /**
     * The parameter with the {@linkplain io.github.aligner4j.CorrectionRequest#context() passages} that were retrieved for the
     * question, a list of strings or {@link org.springframework.ai.document.Document}s, most relevant first. If it is not set,
     * they are the documents of Spring AI's {@code QuestionAnswerAdvisor} and {@code RetrievalAugmentationAdvisor}, if the chain has
     * one.
     */
    @Incubating
    public static final String CONTEXT = "aligner4j.context";

    /** The key of the {@linkplain #corrections corrections} in the context of a response. */
    public static final String CORRECTIONS = "aligner4j.corrections";

    private final Alignments alignments;
    private final String name;
    private final int order;

    AlignerAdvisor(AlignerAdvisors.Builder builder) {
        this.alignments = new Alignments(builder);
        this.name = builder.name;
        this.order = builder.order;
    }

    /**
     * Returns the corrections in {@code response}: one for each generation that the Aligner read, changed or not, in order.
     * Of a stream, the last response has them.
     */
    public static List<Correction> corrections(ChatClientResponse response) {
        return response.context().get(CORRECTIONS) instanceof List<?> corrections
                ? corrections.stream().map(Correction.class::cast).toList()
                : List.of();
    }

    /** Returns the Aligner that corrects, unless a request chooses another one. */
    public Aligner aligner() {
        return alignments.aligner();
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        if (passes(request)) {
            return chain.nextCall(request);
        }
        Alignment alignment = alignments.of(request);
        CorrectionContext context = AdvisorContext.correctionContext(request);
        boolean corrects = alignment.corrects(request);
        ChatClientResponse response = AdvisorContext.unclaim(chain.nextCall(AdvisorContext.claim(request)));
        if (!corrects) {
            return new ResponseObserver(alignment, request).pass(response);
        }
        return new ResponseCorrector(
                        alignment, request, context, asked -> chain.copy(this).nextCall(AdvisorContext.claim(asked)))
                .correct(response);
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return passes(request) ? chain.nextStream(request) : Flux.defer(() -> stream(request, chain));
    }

    private Flux<ChatClientResponse> stream(ChatClientRequest request, StreamAdvisorChain chain) {
        Alignment alignment = alignments.of(request);
        CorrectionContext limits = AdvisorContext.correctionContext(request);
        return alignment.corrects(request)
                ? Flux.create(sink -> correct(sink, new StreamedRequest(alignment, request, limits), chain))
                : new ResponseObserver(alignment, request).pass(chain.nextStream(AdvisorContext.claim(request)));
    }

    private void correct(FluxSink<ChatClientResponse> sink, StreamedRequest streamed, StreamAdvisorChain chain) {
        CorrectionThreads threads = streamed.alignment().threads();
        ContextView context = sink.contextView();
        StreamedResponseCorrector corrector = new StreamedResponseCorrector(
                streamed,
                observed(threads.eager(), context),
                (asked, limits) -> CollectedStream.collect(
                        chain.copy(this).nextStream(AdvisorContext.claim(asked)), context, limits));
        BufferedStream stream = new BufferedStream(sink, corrector, observed(threads.corrections(), context));
        try {
            chain.nextStream(AdvisorContext.claim(streamed.request())).subscribe(stream);
        } catch (Throwable e) {
            // Reactor throws the errors that it considers fatal, instead of signalling them.
            stream.onError(e);
        }
    }

    /** Reactor does not carry the current observation to other threads, but the advisor chain puts it into the context. */
    private static Executor observed(Executor executor, ContextView context) {
        Object observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        return observation instanceof Observation parent
                ? task -> executor.execute(() -> parent.scoped(task))
                : executor;
    }

    private boolean passes(ChatClientRequest request) {
        return AdvisorContext.isSkipped(request)
                || AdvisorContext.isClaimed(request)
                || (alignments.options().structuredOutput() == StructuredOutputPolicy.SKIP
                        && alignments.options().keepsThinking()
                        && RequestedFormat.of(request) != RequestedFormat.NONE
                        && !AdvisorContext.offersTools(request));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getOrder() {
        return order;
    }
}
