// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Limits the number of questions that are answered at once, for all visitors together. */
@Component
final class QuestionLimit {

    private final int limit;
    private final Semaphore free;

    QuestionLimit(@Value("${chatbot.max-questions:32}") int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("chatbot.max-questions must be at least 1, but was " + limit);
        }
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /**
     * Begins a question, which the caller ends.
     *
     * @throws RefusedException if the limit is reached
     */
    Running begin() {
        if (!free.tryAcquire()) {
            throw new RefusedException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "the chatbot is answering as many questions as it may (" + limit + "); try again in a moment");
        }
        return new Running(free);
    }

    /** A question that is being answered. */
    static final class Running {

        private final Semaphore free;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Running(Semaphore free) {
            this.free = free;
        }

        /** Ends it; does nothing the second time. */
        void end() {
            if (ended.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
