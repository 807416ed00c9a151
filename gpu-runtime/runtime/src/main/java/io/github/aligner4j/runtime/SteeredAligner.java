// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DelegatingAligner;
import java.util.concurrent.Executor;

/** An Aligner with a default strength of its steering vector, for requests that have none. */
final class SteeredAligner extends DelegatingAligner {

    private final double strength;

    SteeredAligner(Aligner delegate, double strength) {
        super(delegate);
        this.strength = strength;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        return delegate.correct(steered(request), context);
    }

    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return super.begin(steered(request), executor);
    }

    private CorrectionRequest steered(CorrectionRequest request) {
        return request.strength().isPresent() ? request : request.withStrength(strength);
    }
}
