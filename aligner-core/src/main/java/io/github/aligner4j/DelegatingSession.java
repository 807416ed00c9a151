// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/** The session of a {@link DelegatingAligner}, around that of its delegate. */
record DelegatingSession(DelegatingAligner aligner, CorrectionSession inner) implements CorrectionSession {

    @Override
    public void append(String text) {
        inner.append(text);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        try {
            return aligner.correct(request, context, inner::complete);
        } finally {
            inner.close();
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
