// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guards of Granite Guardian's corrections. */
final class GuardianGuards {

    /** Parts of the chat frame and of the prompts' frame, which no correction needs. */
    private static final List<String> FRAME = List.of(
            "<|start_of_role|>",
            "<|end_of_role|>",
            "<|end_of_text|>",
            "<confidence>",
            "<start_of_turn>",
            "<end_of_turn>",
            "<start_of_conversation>",
            "<end_of_conversation>",
            "<start_of_risk_definition>");

    private GuardianGuards() {}

    /** Returns the default guards of corrections, and one that objects to parts of the frame that the answer lacks. */
    static List<CorrectionGuard> defaults() {
        List<CorrectionGuard> guards = new ArrayList<>(CorrectionGuards.defaults());
        guards.add(GuardianGuards::repeatedFrame);
        return List.copyOf(guards);
    }

    private static Optional<String> repeatedFrame(CorrectionRequest request, String corrected) {
        return FRAME.stream()
                .filter(part -> corrected.contains(part) && !request.answer().contains(part))
                .findFirst()
                .map(part -> "it repeats '" + part
                        + "' of the prompt's frame, which the answer lacks; check that the adapter"
                        + " belongs to the checkpoint");
    }
}
