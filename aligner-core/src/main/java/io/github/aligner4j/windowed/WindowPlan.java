// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Corrects several windows together. */
@FunctionalInterface
interface WindowPlan {

    /**
     * Corrects {@code windows} and passes each correction on, as {@link io.github.aligner4j.Aligner#correctAll} does.
     *
     * @param context the context of the answer
     * @param contexts returns the context of the window with an index
     */
    void correct(
            List<CorrectionRequest> windows,
            CorrectionContext context,
            IntFunction<CorrectionContext> contexts,
            Consumer<Correction> each);
}
