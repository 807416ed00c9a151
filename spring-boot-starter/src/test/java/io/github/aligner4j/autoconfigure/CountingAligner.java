// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends its name to each answer, and counts its calls. */
final class CountingAligner implements Aligner, AutoCloseable {

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final String name;

    CountingAligner(String name) {
        this.name = name;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        calls.incrementAndGet();
        return Correction.of(request.answer(), request.answer() + "+" + name);
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
