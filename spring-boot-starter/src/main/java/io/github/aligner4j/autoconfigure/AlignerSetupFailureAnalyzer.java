// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes invalid Aligner properties. */
final class AlignerSetupFailureAnalyzer extends AbstractFailureAnalyzer<AlignerSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AlignerSetupException cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
