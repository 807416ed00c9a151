// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The corrections of several requests, some of which are known before the others are made. Passes all of them on in the order of the
 * requests, as {@link Aligner#correctAll} does. For one thread.
 */
@Incubating
public final class KnownCorrections {

    private final List<CorrectionRequest> requests;
    private final List<@Nullable Correction> known;
    private final IntFunction<CorrectionContext> contexts;
    private final Consumer<Correction> each;
    private int next;

    /**
     * Creates it.
     *
     * @param known the corrections that are known, in the order of {@code requests}; null for the others
     * @param contexts returns the context of the request with an index
     * @param each takes a correction
     */
    public KnownCorrections(
            List<CorrectionRequest> requests,
            List<@Nullable Correction> known,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each) {
        this.requests = List.copyOf(requests);
        this.known = new ArrayList<>(known);
        this.contexts = contexts;
        this.each = each;
    }

    /** Corrects several requests and passes each correction on, as {@link Aligner#correctAll} does. */
    @FunctionalInterface
    public interface Others {
        void correct(
                List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each);
    }

    /** Passes all corrections on; those that are not known are made by {@code others}. */
    public void passOn(Others others) {
        int[] missing = IntStream.range(0, requests.size())
                .filter(index -> known.get(index) == null)
                .toArray();
        passKnown();
        if (missing.length > 0) {
            others.correct(
                    IntStream.of(missing).mapToObj(requests::get).toList(),
                    index -> contexts.apply(missing[index]),
                    this::passMade);
        }
    }

    private void passMade(Correction correction) {
        next++;
        each.accept(correction);
        passKnown();
    }

    private void passKnown() {
        while (next < requests.size()) {
            Correction correction = known.get(next);
            if (correction == null) {
                return;
            }
            Correction passed =
                    AlignerCall.correct((request, context) -> correction, requests.get(next), contexts.apply(next));
            next++;
            each.accept(passed);
        }
    }
}
