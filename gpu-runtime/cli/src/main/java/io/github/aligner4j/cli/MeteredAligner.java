// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.evaluation.compare.Price;
import java.util.Optional;

/** Counts the tokens of an Aligner's own models. */
final class MeteredAligner extends DelegatingAligner {

    private final Meter meter;
    private final Optional<Price> price;

    MeteredAligner(Aligner delegate, Meter meter, Optional<Price> price) {
        super(delegate);
        this.meter = meter;
        this.price = price;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        Correction correction = delegate.correct(request, context);
        meter.add(correction.usage(), price);
        return correction;
    }
}
