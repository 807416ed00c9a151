// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Gives requests without {@linkplain CorrectionRequest#aspects() aspects} of their own the aspects to improve, for an Aligner that
 * reads them: one with a template of MetaAligner, or a prompted one.
 *
 * <p>As safe for use by several threads as that Aligner.
 */
@Incubating
public final class AspectAligner extends DelegatingAligner {

    private final List<String> aspects;

    /**
     * Creates it.
     *
     * @param aspects names, such as {@code harmlessness}, or sentences
     * @throws IllegalArgumentException if there is none, or one is blank
     */
    public AspectAligner(Aligner aligner, List<String> aspects) {
        super(aligner);
        this.aspects = Aspects.of(aspects);
        if (aspects.isEmpty()) {
            throw new IllegalArgumentException("an Aligner of aspects needs at least one, but there is none");
        }
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        return delegate.correct(withAspects(request), context);
    }

    /** Begins with the aspects, too, as text that is corrected early is corrected by them. */
    @Override
    public CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return super.begin(withAspects(request), executor);
    }

    private CorrectionRequest withAspects(CorrectionRequest request) {
        return request.aspects().isEmpty() ? request.withAspects(aspects) : request;
    }
}
