package io.github.aligner4j;

/**
 * The correction of an answer that the upstream model is still writing: what can be done before the answer's end is done
 * while it streams, so that little is left to do at its last token.
 *
 * <pre>{@code
 * StringBuilder answer = new StringBuilder();
 * try (CorrectionSession session = aligner.begin(CorrectionRequest.of(question, ""), executor)) {
 *     upstream.stream(question, piece -> {
 *         answer.append(piece);
 *         session.append(piece);
 *     });
 *     return session.complete(CorrectionRequest.of(question, answer.toString()), call);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads, provided that pieces are appended in order. A session that is not closed holds no more
 * than its text, but what it has begun goes on.
 *
 * @see Aligner#begin
 */
public interface CorrectionSession extends AutoCloseable {

    /**
     * Takes the next piece of the answer. Never waits for a model or a thread, and never throws: what can't be done ahead is
     * done in {@link #complete}, or fails there. After {@link #complete} or {@link #close} it does nothing.
     */
    void append(String text);

    /**
     * Returns what {@link Aligner#correct(CorrectionRequest, CorrectionContext)} returns for {@code request}, and fails as that
     * does, mostly sooner. Text that was appended and is not in the request's answer was worked on in vain, but never shows.
     * To be called once: whatever comes of it, nothing is done ahead any more when it ends.
     */
    Correction complete(CorrectionRequest request, CorrectionContext call);

    /** Ends what is still being done ahead, without waiting for its end. Closing again does nothing. */
    @Override
    void close();
}
