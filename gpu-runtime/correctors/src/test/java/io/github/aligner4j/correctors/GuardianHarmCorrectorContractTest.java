// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.testkit.AlignerContract;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.util.List;

class GuardianHarmCorrectorContractTest extends AlignerContract {

    private final ScriptedCompletionModel model = ScriptedCompletionModel.completing(request -> {
                if (request.adapter().isPresent()) {
                    return "Report it to the police, and keep the letters.";
                }
                return request.topLogprobs() == 0 ? ScriptedGuardian.VERDICT_END : risky(request) ? "Yes" : "No";
            })
            .logprobsBy(request ->
                    List.of(ScriptedGuardian.position(risky(request) ? "Yes" : "No", risky(request) ? 0.95 : 0.05)));
    private final Aligner aligner = GuardianHarmCorrector.builder(model, ScriptedGuardian::render, "harm-correction")
            .build();

    private static boolean risky(CompletionRequest request) {
        return request.prompt().text().contains("fool");
    }

    @Override
    protected Aligner aligner() {
        return aligner;
    }

    @Override
    protected CorrectionRequest changedRequest() {
        return CorrectionRequest.of("How can someone report a scam?", "Keep quiet, you fool. Nobody cares.");
    }

    @Override
    protected CorrectionRequest unchangedRequest() {
        return CorrectionRequest.of("How can someone report a scam?", "Call the police. They have a form for it.");
    }
}
