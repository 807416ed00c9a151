package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AnswerAhead;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.CorrectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Corrects what the upstream model of a chat client answers, blocking or streaming.
 *
 * <p>It sits inside all other advisors, next to the model: chat memory, loggers, caches and validators see the corrected
 * text whatever their order. Everything but the text of an answer stays as it was, tool calls included. Text beside tool
 * calls follows {@link ToolTurnText}. What passes untouched: structured output ({@link StructuredOutput}), thoughts, answers
 * cut off by the provider's content filter, empty answers, and results that a tool returns directly (they are no answer of
 * the model and never come by here). Of several generations each is corrected. A failure of the Aligner is the call's failure; what else is to happen
 * is decided by a layer of an {@link io.github.aligner4j.AlignerStack}.
 *
 * <p>A stream is held until the upstream model has finished, corrected on a thread of {@link Schedulers#boundedElastic()},
 * and sent on while the Aligner writes; what can be done before it has finished is done on another such thread ({@link
 * Aligner#begin}). Cancelling the stream cancels the Aligner. In a chain that has this advisor twice, only the
 * outer one corrects: to apply several Aligners, stack them in one {@link io.github.aligner4j.AlignerStack}.
 *
 * <p>Best used together with what keeps the user's words, see {@link AlignerAdvisors}; alone, it takes the last user message
 * for the question. Immutable and safe for use by several threads.
 */
public final class AlignerAdvisor implements CallAdvisor, StreamAdvisor {

    /** Inside everything else, and outside the model's own advisor only. */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 1000;

    /** Request context: {@code true} lets this call's answer pass as it is. */
    public static final String SKIP = "aligner4j.skip";

    /** Request context: the user's own words, a {@code String}, when the prompt says something else. */
    public static final String QUESTION = "aligner4j.question";

    /** Response context: a {@code List<Correction>}, one for each generation that was corrected, in order. */
    public static final String CORRECTIONS = "aligner4j.corrections";

    private final AnswerCorrector corrector;
    private final ToolTurnText toolTurnText;
    private final String name;
    private final int order;

    private AlignerAdvisor(Builder builder) {
        this.corrector = new AnswerCorrector(builder.aligner, builder.structuredOutput);
        this.toolTurnText = builder.toolTurnText;
        this.name = builder.name;
        this.order = builder.order;
    }

    /** Returns an advisor with all defaults. */
    public static AlignerAdvisor of(Aligner aligner) {
        return builder(aligner).build();
    }

    /** Starts an advisor that corrects by {@code aligner}. */
    public static Builder builder(Aligner aligner) {
        return new Builder(Objects.requireNonNull(aligner, "aligner"));
    }

    /** What corrects. */
    public Aligner aligner() {
        return corrector.aligner();
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        if (passes(request)) {
            return chain.nextCall(request);
        }
        ChatClientResponse response = AdvisedContext.unclaim(chain.nextCall(AdvisedContext.claim(request)));
        ChatResponse chatResponse = response.chatResponse();
        if (chatResponse == null || (chatResponse.hasToolCalls() && toolTurnText != ToolTurnText.ALIGN)) {
            return response;
        }
        return corrected(request, response, chatResponse);
    }

    private ChatClientResponse corrected(
            ChatClientRequest request, ChatClientResponse response, ChatResponse chatResponse) {
        CorrectionRequest asked = CorrectionRequests.from(request);
        boolean formatted = AdvisedContext.isFormatted(request);
        List<Correction> corrections = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Generation generation : chatResponse.getResults()) {
            String answer = Answers.of(generation);
            if (Answers.isFiltered(generation) || corrector.passes(answer, formatted)) {
                generations.add(generation);
                continue;
            }
            Correction correction = corrector.correct(asked.withAnswer(answer), CorrectionCall.PLAIN);
            corrections.add(correction);
            generations.add(correction.changed() ? Answers.withText(generation, correction.answer()) : generation);
        }
        // The constructor, not the builder: it keeps the very metadata object that the provider made.
        ChatResponse aligned = new ChatResponse(generations, chatResponse.getMetadata());
        return AdvisedContext.answered(response.mutate().chatResponse(aligned).build(), corrections);
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        if (passes(request)) {
            return chain.nextStream(request);
        }
        return Flux.deferContextual(context -> Flux.using(
                () -> new AnswerAhead(
                        corrector.aligner(),
                        () -> CorrectionRequests.from(request),
                        StreamedCorrection.executor(context)),
                ahead -> held(request, chain, ahead),
                AnswerAhead::close));
    }

    private Flux<ChatClientResponse> held(ChatClientRequest request, StreamAdvisorChain chain, AnswerAhead ahead) {
        if (AdvisedContext.isFormatted(request)) {
            ahead.close();
        }
        TurnAhead turn = new TurnAhead(ahead);
        return chain.nextStream(AdvisedContext.claim(request))
                .doOnNext(turn::read)
                .collectList()
                .flatMapMany(chunks -> corrected(request, chunks, ahead))
                .map(AdvisedContext::unclaim);
    }

    private Flux<ChatClientResponse> corrected(
            ChatClientRequest request, List<ChatClientResponse> chunks, Aligner ahead) {
        if (chunks.isEmpty()) {
            return Flux.empty();
        }
        StreamedTurn turn = StreamedTurn.of(chunks);
        if (turn.hasToolCalls() && toolTurnText == ToolTurnText.PASS) {
            return Flux.fromIterable(chunks);
        }
        if (turn.hasToolCalls() && toolTurnText == ToolTurnText.HIDE) {
            return inOnePiece(chunks);
        }
        return new StreamedCorrection(corrector.by(ahead), request, turn).flux();
    }

    /** The tool loop keeps chunks with tool calls to itself, and in one piece all the text is in such a chunk. */
    private static Flux<ChatClientResponse> inOnePiece(List<ChatClientResponse> chunks) {
        AtomicReference<ChatClientResponse> whole = new AtomicReference<>();
        return new ChatClientMessageAggregator()
                .aggregateChatClientResponse(Flux.fromIterable(chunks), whole::set)
                .thenMany(Flux.defer(() -> Flux.just(whole.get())));
    }

    private boolean passes(ChatClientRequest request) {
        return AdvisedContext.isSkipped(request)
                || AdvisedContext.isClaimed(request)
                || (corrector.structuredOutput() == StructuredOutput.SKIP && AdvisedContext.isFormatted(request));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getOrder() {
        return order;
    }

    /** Collects the settings of an advisor. Not safe for use by several threads. */
    public static final class Builder {

        private final Aligner aligner;
        private StructuredOutput structuredOutput = StructuredOutput.SKIP;
        private ToolTurnText toolTurnText = ToolTurnText.ALIGN;
        private String name = "aligner";
        private int order = DEFAULT_ORDER;

        private Builder(Aligner aligner) {
            this.aligner = aligner;
        }

        /** Sets what happens to answers that a program reads. */
        public Builder structuredOutput(StructuredOutput structuredOutput) {
            this.structuredOutput = Objects.requireNonNull(structuredOutput, "structuredOutput");
            return this;
        }

        /** Sets what happens to text beside tool calls. */
        public Builder toolTurnText(ToolTurnText toolTurnText) {
            this.toolTurnText = Objects.requireNonNull(toolTurnText, "toolTurnText");
            return this;
        }

        /**
         * Sets what observations call the advisor; constant per chain, as it becomes a metric tag.
         *
         * @throws IllegalArgumentException if {@code name} is blank
         */
        public Builder name(String name) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("an advisor needs a name, but it is blank");
            }
            this.name = name;
            return this;
        }

        /** Sets the place in the chain. Advisors further in than this one see, and may store, uncorrected text. */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /** Returns the advisor. */
        public AlignerAdvisor build() {
            return new AlignerAdvisor(this);
        }
    }
}
