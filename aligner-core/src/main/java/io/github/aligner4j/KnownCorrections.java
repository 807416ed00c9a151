// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The corrections of several requests, some of which are already known, such as those that were made early. They are passed on in
 * the order of the requests, as by {@link Aligner#correctAll}. For use by one thread.
 */
@Incubating
public final class KnownCorrections {

    private final List<CorrectionRequest> requests;
    private final List<@Nullable Correction> known;
    private final IntFunction<CorrectionContext> contexts;
    private final Consumer<Correction> each;
    private int next;

    /**
     * Creates the corrections of {@code requests}.
     *
     * @param known the corrections that are known, in the order of {@code requests}; null for the others
     * @param contexts returns the context of the request with an index
     * @param each receives each correction
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

    /** Corrects the requests whose corrections are not known; has the parameters of {@link Aligner#correctAll}. */
    @FunctionalInterface
    public interface Others {
        void correct(
                List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each);
    }

    /** Passes all corrections on; {@code others} makes those that are not known. */
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
