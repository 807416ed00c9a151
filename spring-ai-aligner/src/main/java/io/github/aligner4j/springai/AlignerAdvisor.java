package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
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
import reactor.core.publisher.FluxSink;
import reactor.util.context.ContextView;

/**
 * Corrects what the upstream model of a chat client answers, blocking or streaming.
 *
 * <p>It sits inside all other advisors, next to the model: chat memory, loggers, caches and validators see the corrected
 * text whatever their order. Everything but the text of an answer stays as it was, tool calls included; what repeats the text
 * elsewhere (the provider's own response among the metadata, tokens with their probabilities) is left out if the text was
 * changed. Text beside tool calls follows {@link ToolCallTextPolicy}. What passes untouched: formats that the program asked for
 * ({@link StructuredOutputPolicy}), thoughts, answers cut off by the provider's content filter, empty answers, media, and results that
 * a tool returns directly (they are no answer of the model and never come by here). Of several generations each is corrected.
 * A failure of the Aligner is the call's failure; what else is to happen is decided by a layer of an {@link
 * io.github.aligner4j.AlignerStack}.
 *
 * <p>A stream is held until the upstream model has finished, corrected on a thread of the Aligner's own, and sent on while the
 * Aligner writes; what can be done before it has finished is done on another such thread ({@link Aligner#begin}). There are
 * {@value CorrectionThreads#MAX_CORRECTIONS} threads at most for one Aligner, which end when idle; a stream that is one too
 * many fails with an {@link io.github.aligner4j.AlignerException}. Cancelling the stream cancels the Aligner and interrupts its
 * thread. A call is corrected on the caller's thread; interrupting it cancels the Aligner. In a chain that has this advisor
 * twice, only the outer one corrects: to apply several Aligners, stack them in one {@link io.github.aligner4j.AlignerStack}.
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

    private final Settings settings;
    private final CorrectionThreads threads;
    private final String name;
    private final int order;

    private AlignerAdvisor(Builder builder) {
        this.settings = new Settings(
                new AnswerCorrector(builder.aligner),
                builder.structuredOutput,
                builder.toolCallText,
                builder.thinkingOpened);
        this.threads = builder.executor == null
                ? CorrectionThreads.of(builder.aligner)
                : new CorrectionThreads(builder.executor, builder.executor);
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

    /** Returns the Aligner. */
    public Aligner aligner() {
        return settings.corrector().aligner();
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        if (passes(request)) {
            return chain.nextCall(request);
        }
        ChatClientResponse response = AdvisedContext.unclaim(chain.nextCall(AdvisedContext.claim(request)));
        ChatResponse chatResponse = response.chatResponse();
        if (chatResponse == null) {
            return response;
        }
        return switch (chatResponse.hasToolCalls() ? settings.toolCallText() : ToolCallTextPolicy.ALIGN) {
            case PASS -> response;
            case DROP -> AdvisedContext.hasToolLoop(request) ? response : silent(response, chatResponse);
            case ALIGN -> corrected(request, response, chatResponse);
        };
    }

    private ChatClientResponse corrected(
            ChatClientRequest request, ChatClientResponse response, ChatResponse chatResponse) {
        AnswerAction treatment = AnswerAction.of(request, settings, chatResponse.hasToolCalls());
        if (treatment.passesAll()) {
            return response;
        }
        List<Correction> corrections = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Generation generation : chatResponse.getResults()) {
            String answer = Answers.of(generation);
            if (Answers.isFiltered(generation) || treatment.passes(answer)) {
                generations.add(generation);
                continue;
            }
            Correction correction = treatment.correct(answer, CorrectionContext.DEFAULT, aligner());
            corrections.add(correction);
            generations.add(
                    correction.changed()
                            ? Answers.withText(generation, correction.answer(), Echoes.of(List.of(answer)))
                            : generation);
        }
        Echoes echoes = Echoes.of(corrections.stream()
                .filter(Correction::changed)
                .map(Correction::original)
                .toList());
        return AdvisedContext.answered(with(response, chatResponse, generations, echoes), corrections);
    }

    /** Without a tool loop that keeps the turn to itself, what is to be hidden is left out. */
    private static ChatClientResponse silent(ChatClientResponse response, ChatResponse chatResponse) {
        Echoes echoes =
                Echoes.of(chatResponse.getResults().stream().map(Answers::of).toList());
        List<Generation> generations = chatResponse.getResults().stream()
                .map(generation ->
                        Answers.of(generation).isEmpty() ? generation : Answers.withText(generation, "", echoes))
                .toList();
        return with(response, chatResponse, generations, echoes);
    }

    private static ChatClientResponse with(
            ChatClientResponse response, ChatResponse chatResponse, List<Generation> generations, Echoes echoes) {
        // The constructor, not the builder: it keeps the very metadata object that the provider made.
        ChatResponse aligned = new ChatResponse(generations, echoes.without(chatResponse.getMetadata()));
        return response.mutate().chatResponse(aligned).build();
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        if (passes(request)) {
            return chain.nextStream(request);
        }
        return Flux.create(sink -> hold(sink, request, chain));
    }

    private void hold(FluxSink<ChatClientResponse> sink, ChatClientRequest request, StreamAdvisorChain chain) {
        ContextView context = sink.contextView();
        TurnCorrection turn = new TurnCorrection(settings, request, observed(threads.ahead(), context));
        BufferedStream held = new BufferedStream(sink, turn, observed(threads.corrections(), context));
        try {
            chain.nextStream(AdvisedContext.claim(request)).subscribe(held);
        } catch (Throwable e) {
            // Reactor throws errors that it takes for fatal, instead of signalling them.
            held.onError(e);
        }
    }

    /** Reactor does not carry the current observation to other threads by itself, but the advisor chain leaves it here. */
    private static Executor observed(Executor executor, ContextView context) {
        Object observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        return observation instanceof Observation parent
                ? task -> executor.execute(() -> parent.scoped(task))
                : executor;
    }

    private boolean passes(ChatClientRequest request) {
        return AdvisedContext.isSkipped(request)
                || AdvisedContext.isClaimed(request)
                || (settings.structuredOutput() == StructuredOutputPolicy.SKIP
                        && RequestedFormat.of(request) != RequestedFormat.NONE
                        && !AdvisedContext.offersTools(request));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getOrder() {
        return order;
    }

    /**
     * The settings of an advisor.
     *
     * @param corrector corrects answers
     * @param structuredOutput the treatment of answers that a program reads
     * @param toolCallText the treatment of text beside tool calls
     * @param thinkingOpened true if an answer's text begins inside a block of thinking
     */
    record Settings(
            AnswerCorrector corrector,
            StructuredOutputPolicy structuredOutput,
            ToolCallTextPolicy toolCallText,
            boolean thinkingOpened) {}

    /** Collects the settings of an advisor. Not safe for use by several threads. */
    public static final class Builder {

        private final Aligner aligner;
        private StructuredOutputPolicy structuredOutput = StructuredOutputPolicy.SKIP;
        private ToolCallTextPolicy toolCallText = ToolCallTextPolicy.ALIGN;
        private boolean thinkingOpened;
        private @Nullable Executor executor;
        private String name = "aligner";
        private int order = DEFAULT_ORDER;

        private Builder(Aligner aligner) {
            this.aligner = aligner;
        }

        /**
         * Sets the treatment of answers in a format that the program requested: by {@code entity(...)}, by an output schema,
         * or by a response format in the model's options. With {@link StructuredOutputPolicy#VALUES}, what a converter reads
         * that is not JSON passes uncorrected.
         */
        public Builder structuredOutput(StructuredOutputPolicy structuredOutput) {
            this.structuredOutput = Objects.requireNonNull(structuredOutput, "structuredOutput");
            return this;
        }

        /** Sets the treatment of text beside tool calls. */
        public Builder toolCallText(ToolCallTextPolicy toolCallText) {
            this.toolCallText = Objects.requireNonNull(toolCallText, "toolCallText");
            return this;
        }

        /**
         * Sets whether the upstream model's prompt ends with {@code <think>}, as some chat templates have it, so that an
         * answer's text begins inside it. Blocks that the text itself opens at its beginning are known without.
         */
        public Builder thinkingOpened(boolean opened) {
            this.thinkingOpened = opened;
            return this;
        }

        /**
         * Sets what runs the corrections of streams, each for as long as it takes, and what is done ahead of their end; it
         * must not run them on the calling thread. One with virtual threads suits. It is the caller's to close. A stream that
         * it takes no more fails. Without it, each Aligner has {@value CorrectionThreads#MAX_CORRECTIONS} threads at most.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
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
