// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads preferences as corrections: the rejected answer is the answer, the chosen one its correction. These shapes are known:
 *
 * <ul>
 *   <li>TRL's standard one: {@code prompt}, {@code chosen} and {@code rejected} are texts, which are read without the white space
 *       around them;
 *   <li>TRL's conversational one: {@code chosen} and {@code rejected} are lists of messages, and so is {@code prompt} (a list or a
 *       text), or both lists begin with the conversation;
 *   <li>that of Anthropic's HH-RLHF: {@code chosen} and {@code rejected} are transcripts ("Human: … Assistant: …") that differ in
 *       the last message, or {@code prompt} is a transcript and both are texts;
 *   <li>that of PKU-SafeRLHF: {@code prompt}, {@code response_0} and {@code response_1}. The response of {@code safer_response_id} is
 *       chosen, or without it that of {@code better_response_id}.
 * </ul>
 *
 * <p>A row with {@code question}, and perhaps {@code conversation}, needs no {@code prompt}.
 */
final class PreferenceRows {

    private static final String PROMPT = "prompt";
    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";
    private static final List<String> RESPONSES = List.of("response_0", "response_1");
    private static final List<String> BETTER = List.of("safer_response_id", "better_response_id");

    private PreferenceRows() {}

    /** Returns true if {@code json} has the fields of a preference, and no answer of its own. */
    static boolean isShapeOf(ObjectNode json) {
        boolean pair =
                json.has(CHOSEN) || json.has(REJECTED) || RESPONSES.stream().allMatch(json::has);
        return pair && !json.has(AnswerRow.ANSWER);
    }

    /** Returns the preference of {@code row}, with {@code context} retrieved for its question. */
    static AnswerRow parse(JsonRow row, List<String> context) throws BadRowException {
        ObjectNode json = row.json();
        String chosen = json.has(CHOSEN) || json.has(REJECTED) ? CHOSEN : chosenResponse(json);
        String rejected = chosen.equals(CHOSEN) ? REJECTED : otherResponse(chosen);
        List<Turn> prompt = prompt(row);
        AnswerRow good = AnswerRow.ofMessages(dialogue(prompt, json, chosen), chosen, context);
        AnswerRow bad = AnswerRow.ofMessages(dialogue(prompt, json, rejected), rejected, context);
        if (!good.question().equals(bad.question()) || !good.conversation().equals(bad.conversation())) {
            throw new BadRowException("'" + chosen + "' and '" + rejected
                    + "' differ before their last message; a row needs two answers to the same question");
        }
        if (bad.answer().isBlank()) {
            throw new BadRowException("the answer in '" + rejected + "' is empty");
        }
        return bad.withCorrection(Optional.of(good.answer()));
    }

    private static String chosenResponse(ObjectNode json) throws BadRowException {
        for (String field : BETTER) {
            JsonNode id = json.path(field);
            if (id.isIntegralNumber() && (id.asInt() == 0 || id.asInt() == 1)) {
                return RESPONSES.get(id.asInt());
            }
        }
        throw new BadRowException(
                "neither 'safer_response_id' nor 'better_response_id' is 0 or 1; one must name the better"
                        + " of response_0 and response_1");
    }

    private static String otherResponse(String response) {
        return RESPONSES.get(1 - RESPONSES.indexOf(response));
    }

    /** Returns the messages before the answers, as far as they have a field of their own. */
    private static List<Turn> prompt(JsonRow row) throws BadRowException {
        ObjectNode json = row.json();
        JsonNode prompt = json.path(PROMPT);
        if (prompt.isArray()) {
            return Messages.parse(prompt, PROMPT);
        }
        if (prompt.isString()) {
            String text = prompt.stringValue();
            return Messages.isTranscript(text)
                    ? Messages.ofTranscript(text)
                    : List.of(new Turn(Role.USER, text.strip()));
        }
        if (!prompt.isMissingNode() && !prompt.isNull()) {
            throw new BadRowException("'prompt' is neither a text nor a list of messages");
        }
        List<Turn> turns = new ArrayList<>(Messages.parse(json.path(AnswerRow.CONVERSATION), AnswerRow.CONVERSATION));
        if (json.has(AnswerRow.QUESTION)) {
            turns.add(new Turn(Role.USER, row.text(AnswerRow.QUESTION, "question, chosen and rejected")));
        }
        return turns;
    }

    /** Returns all messages up to the answer in {@code field}. */
    private static List<Turn> dialogue(List<Turn> prompt, ObjectNode json, String field) throws BadRowException {
        List<Turn> own = own(json.path(field), field);
        if (own.isEmpty() || own.get(0).role() != Role.ASSISTANT) {
            return own;
        }
        if (prompt.isEmpty()) {
            throw new BadRowException("'prompt' is missing, and '" + field
                    + "' does not begin with the conversation; a row needs prompt, chosen and rejected");
        }
        List<Turn> all = new ArrayList<>(prompt);
        all.addAll(own);
        return all;
    }

    private static List<Turn> own(JsonNode value, String field) throws BadRowException {
        if (value.isString()) {
            String text = value.stringValue();
            return Messages.isTranscript(text)
                    ? Messages.ofTranscript(text)
                    : List.of(new Turn(Role.ASSISTANT, text.strip()));
        }
        if (value.isMissingNode() || value.isNull()) {
            throw new BadRowException("'" + field + "' is missing; a row needs prompt, chosen and rejected");
        }
        return Messages.parse(value, field);
    }
}
