// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The correction of an answer that the upstream model is still generating. Work that is possible before the answer is complete is
 * done while it streams, so that little is left to do after its last token.
 *
 * <pre>{@code
 * StringBuilder answer = new StringBuilder();
 * try (CorrectionSession session = aligner.begin(CorrectionRequest.of(question, ""), executor)) {
 *     upstream.stream(question, chunk -> {
 *         answer.append(chunk);
 *         session.append(chunk);
 *     });
 *     return session.complete(CorrectionRequest.of(question, answer.toString()), context);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads, provided that chunks are appended in order. A session that is not closed keeps only its
 * text, but the work it has begun goes on.
 *
 * @see Aligner#begin
 */
@Incubating
public interface CorrectionSession extends AutoCloseable {

    /**
     * Appends the next chunk of the answer. Never blocks and never throws: work that can't be done early is done in {@link
     * #complete}, or fails there. Does nothing after {@link #complete} or {@link #close}.
     */
    void append(String text);

    /**
     * Corrects like {@link Aligner#correct(CorrectionRequest, CorrectionContext)}, with the same result, usually faster. Work
     * done on appended text that is not part of the request's answer is dropped. To be called at most once; when it returns or
     * throws, the session is closed.
     */
    Correction complete(CorrectionRequest request, CorrectionContext context);

    /** Cancels early work that is still running, without waiting for it. Closing again does nothing. */
    @Override
    void close();
}
