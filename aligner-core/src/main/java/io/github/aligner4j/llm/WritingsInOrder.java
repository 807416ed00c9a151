// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Correction;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several corrections that a model writes together and that are passed on in order. For one thread. */
final class WritingsInOrder {

    private final List<Writing> writings;
    private final InstantSource clock;
    private final Consumer<Correction> each;
    private int finished;

    /**
     * Creates it.
     *
     * @param clock the clock that deadlines are compared with before each writing but the first, for models that write one after another
     */
    WritingsInOrder(List<Writing> writings, InstantSource clock, Consumer<Correction> each) {
        this.writings = writings;
        this.clock = clock;
        this.each = each;
    }

    /** Has {@code model} write all of them. */
    void complete(CompletionModel model) {
        try {
            model.completeAll(writings.stream().map(Writing::request).toList(), this::finish);
        } catch (Throwable e) {
            if (finished < writings.size()) {
                writings.get(finished).throwIfRejected();
            }
            throw e;
        }
        if (finished < writings.size()) {
            throw new CompletionModelException("the completion model completed " + finished + " of " + writings.size()
                    + " requests; it must complete all or throw");
        }
    }

    private void finish(@Nullable Completion completion) {
        if (finished == writings.size()) {
            throw new CompletionModelException(
                    "the completion model completed more requests than the " + writings.size() + " that it was given");
        }
        Writing writing = writings.get(finished);
        writing.request().cancellation().throwIfCancelled();
        Correction correction = writing.finish(completion).correction();
        finished++;
        each.accept(correction);
        if (finished < writings.size()) {
            writings.get(finished).throwIfLate(clock);
        }
    }
}
