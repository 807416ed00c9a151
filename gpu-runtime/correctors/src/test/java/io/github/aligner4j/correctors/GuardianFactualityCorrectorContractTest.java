// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.testkit.AlignerContract;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.util.List;

class GuardianFactualityCorrectorContractTest extends AlignerContract {

    private final ScriptedCompletionModel model = ScriptedCompletionModel.completing(request -> {
        boolean wrong = request.prompt().text().contains("Ada is older");
        if (request.adapter().orElse("").equals("guardian-core")) {
            return wrong ? "yes" : "no";
        }
        return wrong ? "{\"correction\": \"Babbage is older, by 24 years.\"}" : "{\"correction\": \"none\"}";
    });
    private final Aligner aligner = GuardianFactualityCorrector.builder(
                    model, Intrinsics::render, Intrinsics.correction())
            .adapter("factuality-correction")
            .gate(Intrinsics.gate(), "guardian-core")
            .build();

    @Override
    protected Aligner aligner() {
        return aligner;
    }

    @Override
    protected CorrectionRequest changedRequest() {
        return request("Ada is older. She was born in 1815.");
    }

    @Override
    protected CorrectionRequest unchangedRequest() {
        return request("Babbage is older. He was born in 1791.");
    }

    private static CorrectionRequest request(String answer) {
        return CorrectionRequest.of("Who is older?", answer)
                .withContext(List.of("Ada Lovelace, 1815 to 1852", "Charles Babbage, 1791 to 1871"));
    }
}
