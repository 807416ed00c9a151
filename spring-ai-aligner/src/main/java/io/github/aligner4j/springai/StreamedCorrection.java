package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.completion.Cancellation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Sends a streamed turn again while an Aligner corrects it. */
record StreamedCorrection(AnswerCorrector corrector, ChatClientRequest request, StreamedTurn turn) {

    Flux<ChatClientResponse> flux() {
        // Requests must not wait for the thread that corrects: it is busy until the last piece is out.
        return Flux.<ChatClientResponse>create(this::start).subscribeOn(Schedulers.boundedElastic(), false);
    }

    /** Returns what runs work for a stream, as part of what is observed there; the stream does not wait for it. */
    static Executor executor(ContextView context) {
        return task -> {
            Disposable unused = Schedulers.boundedElastic().schedule(() -> observed(context, task));
        };
    }

    private void start(FluxSink<ChatClientResponse> sink) {
        Cancellation cancellation = Cancellation.create();
        sink.onCancel(cancellation::cancel);
        try {
            observed(sink.contextView(), () -> resend(sink, cancellation));
            sink.complete();
        } catch (RuntimeException e) {
            if (!sink.isCancelled()) {
                sink.error(e);
            }
        }
    }

    /** Reactor does not carry the current observation to this thread by itself, but the advisor chain leaves it here. */
    private static void observed(ContextView context, Runnable work) {
        Object observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        if (observation instanceof Observation parent) {
            parent.scoped(work);
        } else {
            work.run();
        }
    }

    private void resend(FluxSink<ChatClientResponse> sink, Cancellation cancellation) {
        List<Correction> corrections = new ArrayList<>();
        CorrectionCall call = CorrectionCall.cancelledBy(cancellation);
        ChatClientResponse last =
                turn.resend((answer, pieces) -> write(answer, call.heardBy(pieces), corrections), sink::next);
        sink.next(AdvisedContext.answered(last, corrections));
    }

    private void write(String answer, CorrectionCall call, List<Correction> corrections) {
        boolean formatted = AdvisedContext.isFormatted(request);
        if (corrector.passes(answer, formatted)) {
            call.emit(answer);
            return;
        }
        corrections.add(corrector.correct(CorrectionRequests.from(request).withAnswer(answer), call));
    }
}
