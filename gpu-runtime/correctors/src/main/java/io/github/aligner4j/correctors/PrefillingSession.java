// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;

/**
 * Has the model prefill the detector's prompt while the answer is still being generated.
 *
 * @param aligner corrects the complete answer
 * @param prefill prefills the prompt of the answer so far
 */
record PrefillingSession(Aligner aligner, CorrectionSession prefill) implements CorrectionSession {

    @Override
    public void append(String text) {
        prefill.append(text);
    }

    @Override
    public Correction complete(CorrectionRequest request, CorrectionContext context) {
        try {
            return aligner.correct(request, context);
        } finally {
            prefill.close();
        }
    }

    @Override
    public void close() {
        prefill.close();
    }
}
