// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.testkit.AlignerContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real checkpoint, the embedded one. */
class CheckpointAlignerContractTest extends AlignerContract {

    private static CheckpointAligner aligner;

    @BeforeAll
    static void open() {
        aligner = CheckpointAligner.embedded();
    }

    @AfterAll
    static void close() {
        aligner.close();
    }

    @Override
    protected Aligner aligner() {
        return aligner;
    }

    @Override
    protected CorrectionRequest changedRequest() {
        return CorrectionRequest.of("Where is it?", "It is in the box. Read the manual, you idiot!");
    }

    @Override
    protected CorrectionRequest unchangedRequest() {
        return CorrectionRequest.of("Where is it?", "The manual is in the box.\n\n- Page 4 has a table.");
    }
}
