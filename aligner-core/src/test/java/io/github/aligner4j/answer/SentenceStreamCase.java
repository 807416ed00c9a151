// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A stream of sentences, with an executor whose tasks run when a chunk is appended. */
abstract class SentenceStreamCase {

    final Greek greek = new Greek();
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final List<String> events = new ArrayList<>();
    final List<String> reported = new ArrayList<>();

    final SentenceStream.Listener listener = new SentenceStream.Listener() {
        @Override
        public void onText(String corrected) {
            events.add(corrected);
        }

        @Override
        public void onStopped(@Nullable Throwable failure) {
            events.add(failure == null ? "<refused>" : "<" + failure.getMessage() + ">");
        }
    };

    static Aligner windowed(UnaryOperator<String> words) {
        return new WindowedAligner(Aligner.of(request -> words.apply(request.answer())), 200, 100);
    }

    static Aligner failing(String word) {
        return new Greek() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains(word)) {
                    throw new AlignerException("out of order");
                }
                return super.correct(request, context);
            }
        };
    }

    SentenceStream stream(Aligner aligner) {
        return stream(aligner, AnswerPolicy.DEFAULT);
    }

    SentenceStream stream(Aligner aligner, CorrectionContext context) {
        return stream(aligner, AnswerPolicy.DEFAULT, context);
    }

    SentenceStream stream(Aligner aligner, AnswerPolicy policy) {
        return stream(aligner, policy, CorrectionContext.DEFAULT);
    }

    SentenceStream stream(Aligner aligner, AnswerPolicy policy, CorrectionContext context) {
        events.clear();
        return new AnswerCorrector(aligner, (request, correction) -> reported.add(request.answer()))
                .sentences(policy, () -> CorrectionRequest.of("q", ""), context, tasks::add, listener);
    }

    void append(SentenceStream stream, String chunk) {
        stream.append(chunk);
        runTasks();
    }

    void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
