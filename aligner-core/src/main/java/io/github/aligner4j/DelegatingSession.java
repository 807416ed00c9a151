package io.github.aligner4j;

import java.util.function.BiFunction;

/** The session of an Aligner around another one. */
record DelegatingSession(
        CorrectionSession inner, BiFunction<CorrectionRequest, CorrectionContext, Correction> completion)
        implements CorrectionSession {

    @Override
    public void append(String text) {
        inner.append(text);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext call) {
        try {
            return completion.apply(request, call);
        } finally {
            inner.close();
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
