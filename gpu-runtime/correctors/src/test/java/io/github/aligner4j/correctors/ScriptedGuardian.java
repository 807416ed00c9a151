// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.chattemplate.ChatMessage;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scripted Granite Guardian: its verdicts by risk, and its correction. */
final class ScriptedGuardian {

    static final String VERDICT_END = "\n<confidence> High </confidence>";

    private final Map<String, Double> risks = new LinkedHashMap<>();
    private String correction = " Report it to the police.\n";
    private String verdictEnd = VERDICT_END;

    /** Sets the probability of {@code Yes} for a risk; others have 0.01. */
    ScriptedGuardian risk(String name, double probability) {
        risks.put(name, probability);
        return this;
    }

    ScriptedGuardian correction(String text) {
        correction = text;
        return this;
    }

    ScriptedGuardian verdictEnd(String text) {
        verdictEnd = text;
        return this;
    }

    ScriptedCompletionModel model() {
        return ScriptedCompletionModel.completing(this::complete).logprobsBy(this::logprobs);
    }

    private String complete(CompletionRequest request) {
        if (request.adapter().isPresent()) {
            return correction;
        }
        return request.topLogprobs() == 0 ? verdictEnd : probability(request) > 0.5 ? "Yes" : "No";
    }

    private List<TokenLogprobs> logprobs(CompletionRequest request) {
        return List.of(position(complete(request), probability(request)));
    }

    private double probability(CompletionRequest request) {
        return risks.entrySet().stream()
                .filter(risk -> request.prompt().text().contains("risk_name=" + risk.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(0.01);
    }

    /** Returns log probabilities of a position with {@code yes} as the probability of Yes, 1/8 of the rest left to other tokens. */
    static TokenLogprobs position(String token, double yes) {
        double share = 7 / 8.0;
        Alternative risky = new Alternative("Yes", Math.log(yes * share));
        Alternative safe = new Alternative("No", Math.log((1 - yes) * share));
        List<Alternative> top = yes > 0.5 ? List.of(risky, safe) : List.of(safe, risky);
        return new TokenLogprobs(token, top.get(0).logprob(), top);
    }

    /** Renders a prompt like Granite Guardian 3.2's chat template does. */
    static Prompt render(ChatTemplateInput input) {
        StringBuilder conversation = new StringBuilder();
        for (ChatMessage message : input.messages()) {
            conversation
                    .append(message.role())
                    .append(" Message: ")
                    .append(message.content())
                    .append('\n');
        }
        List<Segment> segments = new ArrayList<>();
        segments.addAll(role("user"));
        segments.add(new Text("<start_of_conversation>\n" + conversation + "<end_of_conversation>\n\n"
                + input.variables().get("guardian_config") + "\nYour answer must be either 'Yes' or 'No'."));
        segments.add(new SpecialToken("<|end_of_text|>"));
        segments.add(new Text("\n"));
        if (input.addGenerationPrompt()) {
            segments.addAll(role("assistant"));
        }
        return new Prompt(segments, false);
    }

    private static List<Segment> role(String role) {
        return List.of(new SpecialToken("<|start_of_role|>"), new Text(role), new SpecialToken("<|end_of_role|>"));
    }
}
