package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.ThinkingSplitter;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.streaming.EagerCorrection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

/** Corrects one streamed turn of a model: ahead of its end what can be, and all of it at its end. */
final class TurnCorrection implements BufferedStream.Turn {

    private static final int NONE = -1;

    private final AlignerAdvisor.Settings settings;
    private final ChatClientRequest request;
    private final EagerCorrection ahead;
    private final ThinkingSplitter answer;
    private int shown = NONE;
    private volatile List<String> said = List.of();

    TurnCorrection(AlignerAdvisor.Settings settings, ChatClientRequest request, Executor executor) {
        this.settings = settings;
        this.request = request;
        this.answer = new ThinkingSplitter(settings.thinkingOpened());
        this.ahead =
                new EagerCorrection(settings.corrector().aligner(), () -> CorrectionRequests.from(request), executor);
        if (RequestedFormat.of(request) != RequestedFormat.NONE) {
            ahead.close();
        }
    }

    /** Shows the Aligner the answer; of several generations, the one that begins first, and without what it thinks. */
    @Override
    public void read(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        List<Generation> results = response == null ? List.of() : response.getResults();
        for (int i = 0; i < results.size(); i++) {
            String piece = Answers.of(results.get(i));
            int index = Answers.index(results.get(i), i);
            if (!piece.isEmpty() && (shown == NONE || shown == index)) {
                shown = index;
                String said = answer.append(piece);
                if (!said.isEmpty()) {
                    ahead.append(said);
                }
            }
        }
    }

    @Override
    public void correct(List<ChatClientResponse> chunks, Cancellation cancellation, Consumer<ChatClientResponse> out) {
        if (chunks.isEmpty()) {
            return;
        }
        Consumer<ChatClientResponse> unclaimed = chunk -> out.accept(AdvisedContext.unclaim(chunk));
        StreamedTurn turn = StreamedTurn.of(chunks);
        said = turn.answers();
        if (turn.hasToolCalls() && settings.toolCallText() == ToolCallTextPolicy.PASS) {
            chunks.forEach(unclaimed);
        } else if (turn.hasToolCalls() && settings.toolCallText() == ToolCallTextPolicy.DROP) {
            hide(chunks, turn, unclaimed);
        } else {
            AnswerAction treatment = AnswerAction.of(request, settings, turn.hasToolCalls());
            if (treatment.passesAll()) {
                chunks.forEach(unclaimed);
            } else {
                resend(turn, treatment, CorrectionContext.DEFAULT.withCancellation(cancellation), unclaimed);
            }
        }
    }

    private void resend(
            StreamedTurn turn, AnswerAction treatment, CorrectionContext call, Consumer<ChatClientResponse> out) {
        List<Correction> corrections = new ArrayList<>();
        ChatClientResponse last = turn.resend(
                (text, pieces) -> {
                    Correction correction = treatment.correct(text, call.withListener(pieces), ahead);
                    if (!treatment.passes(text)) {
                        corrections.add(correction);
                    }
                },
                out);
        out.accept(AdvisedContext.answered(last, corrections));
    }

    /**
     * A tool loop keeps chunks with tool calls to itself, and in one piece all the text is in such a chunk. Without a loop
     * the turn is for whoever calls, and has no text.
     */
    private void hide(List<ChatClientResponse> chunks, StreamedTurn turn, Consumer<ChatClientResponse> out) {
        if (AdvisedContext.hasToolLoop(request)) {
            new ChatClientMessageAggregator()
                    .aggregateChatClientResponse(Flux.fromIterable(chunks), out)
                    .blockLast();
        } else {
            out.accept(turn.resend((text, pieces) -> {}, out));
        }
    }

    @Override
    public Throwable quiet(Throwable failure) {
        List<String> texts = new ArrayList<>(said);
        texts.add(CorrectionRequests.from(request).question());
        return new FailureSanitizer(Echoes.of(texts)).of(failure);
    }

    @Override
    public void close() {
        ahead.close();
    }
}
