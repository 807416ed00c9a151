package io.github.aligner4j.springai;

import io.github.aligner4j.AnswerAhead;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.answer.ThinkingSplitter;
import io.github.aligner4j.completion.Cancellation;
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
final class TurnCorrection implements HeldStream.Turn {

    private static final int NONE = -1;

    private final AlignerAdvisor.Settings settings;
    private final ChatClientRequest request;
    private final AnswerAhead ahead;
    private final ThinkingSplitter answer;
    private int shown = NONE;
    private volatile List<String> said = List.of();

    TurnCorrection(AlignerAdvisor.Settings settings, ChatClientRequest request, Executor executor) {
        this.settings = settings;
        this.request = request;
        this.answer = new ThinkingSplitter(settings.thinkingOpened());
        this.ahead = new AnswerAhead(settings.corrector().aligner(), () -> CorrectionRequests.from(request), executor);
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
        if (turn.hasToolCalls() && settings.toolTurnText() == ToolTurnText.PASS) {
            chunks.forEach(unclaimed);
        } else if (turn.hasToolCalls() && settings.toolTurnText() == ToolTurnText.HIDE) {
            hide(chunks, turn, unclaimed);
        } else {
            AnswerTreatment treatment = AnswerTreatment.of(request, settings, turn.hasToolCalls());
            if (treatment.passesAll()) {
                chunks.forEach(unclaimed);
            } else {
                resend(turn, treatment, CorrectionCall.cancelledBy(cancellation), unclaimed);
            }
        }
    }

    private void resend(
            StreamedTurn turn, AnswerTreatment treatment, CorrectionCall call, Consumer<ChatClientResponse> out) {
        List<Correction> corrections = new ArrayList<>();
        ChatClientResponse last = turn.resend(
                (text, pieces) -> {
                    Correction correction = treatment.correct(text, call.heardBy(pieces), ahead);
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
        return new QuietFailures(Echoes.of(texts)).of(failure);
    }

    @Override
    public void close() {
        ahead.close();
    }
}
