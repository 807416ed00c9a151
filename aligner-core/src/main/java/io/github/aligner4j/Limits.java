package io.github.aligner4j;

/** Finds the limits of an Aligner that hold for a whole correction, even if it is asked for many parts of it. */
final class Limits {

    private Limits() {}

    /** Returns {@code call} with the deadline and the tokens that a correction by {@code aligner} has if it begins now. */
    static CorrectionCall of(Aligner aligner, CorrectionCall call) {
        if (aligner instanceof CompletionAligner completion) {
            return completion.limited(call);
        }
        if (aligner instanceof WindowedAligner windowed) {
            return of(windowed.aligner(), call);
        }
        return aligner instanceof CachingAligner caching ? of(caching.aligner(), call) : call;
    }
}
