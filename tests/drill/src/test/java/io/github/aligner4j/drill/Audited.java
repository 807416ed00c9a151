// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.observation.AuditEvent;
import io.github.aligner4j.observation.AuditListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Aligners whose calls are audited, and the number of their calls and events: each call has exactly one, however it ends. */
final class Audited {

    private static final String NAME = "audited";
    private static final AtomicLong BEGUN = new AtomicLong();
    private static final AtomicLong ENDED = new AtomicLong();
    private static final CorrectionListener LISTENER =
            CorrectionListener.all(List.of(new Beginnings(), AuditListener.of(Audited::count)));

    private Audited() {}

    static Aligner of(Aligner aligner) {
        return aligner instanceof AlignerStack stack && stack.name().equals(NAME)
                ? aligner
                : of(Layer.of("drilled", aligner));
    }

    /** Returns a stack of one layer, which is audited. */
    static Aligner of(Layer layer) {
        return AlignerStack.builder(NAME).layer(layer).listener(LISTENER).build();
    }

    /** Returns the number of calls that have begun. */
    static long begun() {
        return BEGUN.get();
    }

    /** Returns the number of events. */
    static long ended() {
        return ENDED.get();
    }

    private static void count(AuditEvent event) {
        ENDED.incrementAndGet();
    }

    /** Counts calls when they begin. */
    private static final class Beginnings implements CorrectionListener {

        @Override
        public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

        @Override
        public Scope onStackStart(String stack, CorrectionRequest request) {
            BEGUN.incrementAndGet();
            return Scope.NONE;
        }
    }
}
