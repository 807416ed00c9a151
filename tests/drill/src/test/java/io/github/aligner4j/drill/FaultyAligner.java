// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import java.util.concurrent.Executor;

/** An Aligner that does its work, but for one place where it throws. */
record FaultyAligner(Fault fault, Place place) implements Aligner {

    /** Where it throws. */
    enum Place {
        /** When an answer is complete. */
        CORRECT,
        /** When a session is begun. */
        BEGIN,
        /** When a session is given a piece. */
        APPEND,
        /** When a session is completed. */
        COMPLETE
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        raiseAt(Place.CORRECT, request);
        return Correction.of(request.answer(), Texts.civil(request.answer()));
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        raiseAt(Place.BEGIN, request);
        return new Session(request);
    }

    private void raiseAt(Place here, CorrectionRequest request) {
        if (place == here) {
            fault.raise(request);
        }
    }

    private final class Session implements CorrectionSession {

        private final CorrectionRequest begun;

        Session(CorrectionRequest begun) {
            this.begun = begun;
        }

        @Override
        public void append(String text) {
            raiseAt(Place.APPEND, begun.withAnswer(text));
        }

        @Override
        public Correction complete(CorrectionRequest request, CorrectionContext call) {
            raiseAt(Place.COMPLETE, request);
            return correct(request, call);
        }

        @Override
        public void close() {}
    }
}
