// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/** The session of an Aligner that needs the complete answer. */
record DeferredSession(Aligner aligner) implements CorrectionSession {

    @Override
    public void append(String text) {}

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        return AlignerCall.correct(aligner, request, context);
    }

    @Override
    public void close() {}
}
