// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.Evaluation;
import io.github.aligner4j.evaluation.LabelledRow;
import io.github.aligner4j.evaluation.longanswer.LongAnswer;
import io.github.aligner4j.evaluation.longanswer.LongOutcome;
import io.github.aligner4j.evaluation.outcome.Difference;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.style.Judges;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.JsonRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The texts behind the numbers of an evaluation, as lines of JSON.
 *
 * @param evaluation the evaluation
 * @param judges its judges
 * @param windowCharacters maximum length of the windows that are counted in good answers
 */
record EvaluationDetails(Evaluation evaluation, Judges judges, int windowCharacters) {

    /** Returns an object for each sentence, each long answer and each row. */
    List<String> outputs() {
        List<String> lines = new ArrayList<>();
        List<Outcome> sentences = evaluation.sentences();
        for (int i = 0; i < sentences.size(); i++) {
            lines.add(sentence(evaluation.data().sentences().get(i), sentences.get(i)));
        }
        evaluation.longAnswers().forEach(outcome -> lines.add(longAnswer(outcome)));
        for (int i = 0; i < evaluation.rows().size(); i++) {
            lines.add(row(evaluation.data().rows().get(i), evaluation.rows().get(i)));
        }
        return lines;
    }

    /** Returns an object for each change in a good answer, and for each good answer that was not corrected. */
    List<String> differences() {
        List<String> lines = new ArrayList<>();
        List<Outcome> outcomes = evaluation.goodAnswers();
        for (Difference difference : Difference.in(outcomes, windowCharacters)) {
            lines.add(JsonRow.written(Json.MAPPER.valueToTree(difference)));
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.ending() != Outcome.Ending.CORRECTED) {
                ObjectNode json = Json.MAPPER.createObjectNode();
                json.put("row", i + 1).put("ending", name(outcome)).put("problem", outcome.problem());
                lines.add(JsonRow.written(json));
            }
        }
        return lines;
    }

    private String sentence(StyleRow row, Outcome outcome) {
        ObjectNode json = node("style", outcome);
        json.set("references", Json.MAPPER.valueToTree(row.references()));
        json.set("judged", Json.MAPPER.valueToTree(judges.civility(row, outcome.output())));
        return JsonRow.written(json);
    }

    private String longAnswer(LongOutcome outcome) {
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
                    Json.MAPPER.valueToTree(judges.civility(carried.get(i).row(), after)));
        }
        return JsonRow.written(json);
    }

    private static String row(LabelledRow row, Outcome outcome) {
        ObjectNode json = node("rows", outcome);
        json.put("question", row.request().question());
        json.put("correction", row.correction()).put("kind", row.kind());
        return JsonRow.written(json);
    }

    private static ObjectNode node(String part, Outcome outcome) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("part", part).put("input", outcome.input()).put("output", outcome.output());
        json.put("ending", name(outcome));
        if (!outcome.problem().isEmpty()) {
            json.put("problem", outcome.problem());
        }
        if (!outcome.scores().isEmpty()) {
            json.set("scores", Json.MAPPER.valueToTree(outcome.scores()));
        }
        return json;
    }

    private static String name(Outcome outcome) {
        return outcome.ending().name().toLowerCase(Locale.ROOT);
    }
}
