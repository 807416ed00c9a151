// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Corrects recorded answers again.
 *
 * @param configuration the options that decide about the corrections
 * @param layers the layers that correct, loaded when they are first needed
 */
record Replay(String configuration, Supplier<List<Layer>> layers) {

    private static final String CHAIN = "replay";

    /**
     * A replayed answer.
     *
     * @param line its line in a recording
     * @param entry the line, read
     */
    record Result(String line, TrafficEntry entry) {}

    /** Corrects the answer of a recorded line. An Aligner's failure is part of the result. */
    Result correct(JsonRow row, TrafficEntry recorded) throws BadRowException {
        List<String> lines = new ArrayList<>();
        String chain = recorded.chain().isBlank() ? CHAIN : recorded.chain();
        AlignerStack.Builder stack = AlignerStack.builder(chain)
                .listener(CorrectionRecorder.builder(lines::add).build());
        layers.get().forEach(stack::layer);
        try {
            stack.build().correct(request(row));
        } catch (AlignerException e) {
            if (lines.isEmpty()) {
                throw e;
            }
        }
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(lines.get(0));
        json.put(ReplayedLines.CONFIGURATION, configuration);
        return new Result(JsonRow.written(json), TrafficLine.entry(json));
    }

    private static CorrectionRequest request(JsonRow row) throws BadRowException {
        TrafficRow traffic = TrafficRow.parse(row);
        return CorrectionRequest.builder(traffic.question(), traffic.answer())
                .conversation(traffic.conversation())
                .context(row.texts(Row.CONTEXT))
                .build();
    }
}
