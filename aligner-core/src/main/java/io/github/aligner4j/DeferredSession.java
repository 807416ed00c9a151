package io.github.aligner4j;

/** The session of an Aligner that can't do anything before it knows the whole answer. */
record DeferredSession(Aligner aligner) implements CorrectionSession {

    @Override
    public void append(String text) {}

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext call) {
        return aligner.correct(request, call);
    }

    @Override
    public void close() {}
}
