// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.runtime.djl.NativeCalls;

/** An Aligner whose corrections get time to finish when the JVM shuts down: with all of their requests, not only the current one. */
final class GracefulAligner extends DelegatingAligner {

    GracefulAligner(Aligner delegate) {
        super(delegate);
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        return NativeCalls.PROCESS.request(() -> delegate.correct(request, context));
    }
}
