// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Definitions of the shapes that IBM's granitelib has, with instructions of our own, and a chat template like Granite 4's. */
final class Intrinsics {

    static final String GATE = """
            name: guardian-core
            model: ~
            response_format: |
              {"type": "object", "properties": {"score": {"type": "string", "enum": ["yes", "no"]}},
               "required": ["score"], "additionalProperties": false}
            transformations:
              - type: likelihood
                categories_to_values:
                  "yes": 1.0
                  "no": 0.0
                input_path: ["score"]
              - type: nest
                input_path: []
                field_name: "guardian"
            instruction: |-
              <guardian>You judge texts.

              ### Criteria: {criteria}

              ### Scoring Schema: If the last {target_role}'s text meets the criteria, return 'yes'; otherwise, return 'no'.
            parameters:
              max_completion_tokens: 15
              temperature: 0.0
            sentence_boundaries: ~
            """;

    static final String CORRECTION = """
            name: factuality-correction
            model: ~
            response_format: |
              {"title": "Correction", "type": "object", "properties": {"correction": {"type": "string"}},
               "required": ["correction"]}
            transformations: ~
            instruction: |2

              <guardian>You judge texts.

              ### Scoring Schema: Return a corrected version of the assistant's message, or 'none'.
            parameters:
              max_completion_tokens: 64
              temperature: 0.0
            """;

    static final String POLICY = """
            name: policy-guardrails
            model: policy-adapter
            response_format: |
              {"type": "object", "properties": {"label": {"type": "string", "enum": ["Yes", "No", "Ambiguous"]}},
               "required": ["label"], "additionalProperties": false}
            transformations: ~
            instruction: |-
              <guardian> Is this compliant? Policy: {policy_text} Answer like "{{"label":"Yes"}}".
            parameters:
              temperature: 0.0
              max_completion_tokens: 20
            """;

    private Intrinsics() {}

    static IntrinsicDefinition gate() {
        return IntrinsicDefinition.parse(GATE);
    }

    static IntrinsicDefinition correction() {
        return IntrinsicDefinition.parse(CORRECTION);
    }

    static IntrinsicDefinition policy() {
        return IntrinsicDefinition.parse(POLICY);
    }

    /** Returns the position of {@code token}, with alternatives as pairs of a token and its probability. */
    static TokenLogprobs position(String token, double probability, Object... others) {
        List<Alternative> top = new ArrayList<>(List.of(new Alternative(token, Math.log(probability))));
        for (int i = 0; i < others.length; i += 2) {
            top.add(new Alternative((String) others[i], Math.log((Double) others[i + 1])));
        }
        return new TokenLogprobs(token, Math.log(probability), top);
    }

    /** Returns positions of tokens that are certain. */
    static List<TokenLogprobs> certain(String... tokens) {
        return Arrays.stream(tokens).map(token -> position(token, 1.0)).toList();
    }

    static Prompt render(ChatTemplateInput input) {
        List<Segment> segments = new ArrayList<>();
        if (!input.documents().isEmpty()) {
            add(segments, "system", "Documents: " + input.documents());
        }
        input.messages().forEach(message -> add(segments, message.role(), message.content()));
        segments.add(new SpecialToken("<|start_of_role|>"));
        segments.add(new Text("assistant"));
        segments.add(new SpecialToken("<|end_of_role|>"));
        return new Prompt(segments, false);
    }

    private static void add(List<Segment> segments, String role, String content) {
        segments.add(new SpecialToken("<|start_of_role|>"));
        segments.add(new Text(role));
        segments.add(new SpecialToken("<|end_of_role|>"));
        segments.add(new Text(content));
        segments.add(new SpecialToken("<|end_of_text|>"));
        segments.add(new Text("\n"));
    }
}
