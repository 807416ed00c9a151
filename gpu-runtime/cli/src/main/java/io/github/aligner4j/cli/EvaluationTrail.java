package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.longanswer.LongAnswer;
import io.github.aligner4j.evaluation.longanswer.LongOutcome;
import io.github.aligner4j.evaluation.outcome.Difference;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.JsonRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The texts behind the numbers of an evaluation, for people to look at. */
final class EvaluationTrail {

    private final Judges judges;
    private final List<String> outputs = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    EvaluationTrail(Judges judges) {
        this.judges = judges;
    }

    /** Returns a JSON object for each sentence and each long answer. */
    List<String> outputs() {
        return outputs;
    }

    /** Returns a JSON object for each place where a good answer was changed, and for each without a correction. */
    List<String> differences() {
        return differences;
    }

    void sentence(StyleRow row, Outcome outcome) {
        ObjectNode json = node("style", outcome);
        json.set("references", Json.MAPPER.valueToTree(row.references()));
        json.set("judged", Json.MAPPER.valueToTree(judges.verdicts(row, outcome.output())));
        outputs.add(JsonRow.written(json));
    }

    void longAnswer(LongOutcome outcome) {
        ObjectNode json = node("long", outcome.outcome());
        json.put("question", outcome.answer().question());
        json.put("outsideKept", outcome.outsideKept());
        ArrayNode sentences = json.putArray("sentences");
        List<LongAnswer.Carried> carried = outcome.answer().carried();
        for (int i = 0; i < carried.size(); i++) {
            String after = outcome.sentences().get(i);
            ObjectNode sentence = sentences.addObject();
            sentence.put("input", carried.get(i).text());
            sentence.put("output", after);
            sentence.set(
                    "judged",
                    Json.MAPPER.valueToTree(judges.verdicts(carried.get(i).row(), after)));
        }
        outputs.add(JsonRow.written(json));
    }

    void difference(Difference difference) {
        differences.add(JsonRow.written(Json.MAPPER.valueToTree(difference)));
    }

    /** Notes an answer without a correction; others are passed over. */
    void copyThatFailed(int row, Outcome outcome) {
        if (outcome.ending() != Outcome.Ending.CORRECTED) {
            ObjectNode json = Json.MAPPER.createObjectNode();
            json.put("row", row).put("ending", name(outcome)).put("problem", outcome.problem());
            differences.add(JsonRow.written(json));
        }
    }

    private static ObjectNode node(String part, Outcome outcome) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("part", part).put("input", outcome.input()).put("output", outcome.output());
        json.put("ending", name(outcome));
        if (!outcome.problem().isEmpty()) {
            json.put("problem", outcome.problem());
        }
        return json;
    }

    private static String name(Outcome outcome) {
        return outcome.ending().name().toLowerCase(Locale.ROOT);
    }
}
