// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.OnFailure;
import io.github.aligner4j.autoconfigure.AlignerProperties.When;
import io.github.aligner4j.autoconfigure.LayerProperties.Guards;
import io.github.aligner4j.autoconfigure.LayerProperties.Retry;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.policy.GuardedAligner;
import io.github.aligner4j.policy.JudgedAligner;
import io.github.aligner4j.policy.RepeatingAligner;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedJudge;
import io.github.aligner4j.prompted.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Builds the layers of a chain from their properties.
 *
 * @param chain the chain's name
 * @param aligners the Aligners that the properties define, and Aligner beans
 * @param beans the bean factory with chat models
 * @param used the names of the Aligners that chains use
 */
record LayerFactory(String chain, AlignerRegistry aligners, ListableBeanFactory beans, Set<String> used) {

    /** Returns the layer at {@code index}. */
    Layer layer(int index, LayerProperties properties) {
        String group = LayerChecks.group(chain, index);
        String aligner = Objects.requireNonNull(properties.aligner());
        return new Layer(
                properties.title(),
                wrapped(group, aligner, properties),
                policy(group, properties),
                conditions(group, properties).gate(properties.when()),
                rollout(properties));
    }

    private Conditions conditions(String group, LayerProperties properties) {
        When when = properties.when();
        return new Conditions(user(properties), aligners.detectors(), () -> promptDetector(group, when));
    }

    private Detector promptDetector(String group, @Nullable When when) {
        String label = Objects.requireNonNull(Objects.requireNonNull(when).label());
        return new PromptDetector(
                new ChatModelBeans(beans).model(when.chatModel(), group + ".when.chat-model"),
                List.of(label, Conditions.OTHER));
    }

    /** Returns an Aligner that corrects in rounds, is checked by guards and then by the judge, as the layer's properties say. */
    private Aligner wrapped(String group, String name, LayerProperties properties) {
        Aligner aligner = aligners.aligner(name, "The chain '" + chain + "'", used);
        if (properties.maxRounds() != null && properties.maxRounds() > 1) {
            aligner = new RepeatingAligner(aligner, properties.maxRounds());
        }
        List<CorrectionGuard> guards = guards(properties);
        if (!guards.isEmpty()) {
            aligner = new GuardedAligner(aligner, guards);
        }
        if (properties.judge() != null) {
            PromptedJudge judge = PromptedJudge.builder(
                            Prompts.byName("judge"),
                            new ChatModelBeans(beans).model(properties.judge(), group + ".judge"))
                    .pairwise()
                    .build();
            aligner = new JudgedAligner(aligner, judge);
        }
        return aligner;
    }

    private List<CorrectionGuard> guards(LayerProperties properties) {
        Guards guards = properties.guards();
        List<CorrectionGuard> all = new ArrayList<>();
        if (guards.maxGrowth() != null) {
            all.add(CorrectionGuards.atMost(1 + guards.maxGrowth().value(), 0));
        }
        if (guards.maxShrink() != null && guards.maxShrink().value() < 1) {
            all.add(CorrectionGuards.atLeast(1 - guards.maxShrink().value()));
        }
        add(all, guards.json(), CorrectionGuards.keepsJsonStructure());
        add(all, guards.markdown(), CorrectionGuards.keepsMarkdown());
        add(all, guards.code(), CorrectionGuards.keepsCode());
        add(all, guards.links(), CorrectionGuards.keepsLinks());
        add(all, guards.numbers(), CorrectionGuards.keepsNumbers());
        if (guards.maxEditRatio() != null) {
            all.add(CorrectionGuards.maxEditRatio(guards.maxEditRatio().value()));
        }
        if (guards.language()) {
            all.add(CorrectionGuards.keepsLanguage(aligners.detectors().languages(user(properties))));
        }
        return all;
    }

    private static void add(List<CorrectionGuard> guards, boolean on, CorrectionGuard guard) {
        if (on) {
            guards.add(guard);
        }
    }

    private FailurePolicy policy(String group, LayerProperties properties) {
        OnFailure own = properties.onFailure();
        Definition definition = definition(properties);
        return policy(
                group,
                own == null ? definition == null ? OnFailure.FAIL_CLOSED : definition.onFailure() : own,
                properties);
    }

    private FailurePolicy policy(String group, OnFailure kind, LayerProperties properties) {
        return switch (kind) {
            case FAIL_CLOSED -> FailurePolicy.failClosed();
            case FAIL_OPEN -> FailurePolicy.failOpen();
            case REFUSE -> FailurePolicy.refuse(refusal(group, properties));
            case RETRY -> retry(group, properties);
            case REPROMPT -> {
                LayerProperties.Reprompt reprompt = Objects.requireNonNull(properties.reprompt());
                yield FailurePolicy.reprompt(
                        Objects.requireNonNull(reprompt.message()),
                        reprompt.maxReprompts(),
                        policy(group, reprompt.then(), properties));
            }
        };
    }

    private FailurePolicy retry(String group, LayerProperties properties) {
        Retry retry = properties.retry() == null ? new Retry(null, 1, OnFailure.FAIL_CLOSED) : properties.retry();
        String name = retry.aligner() == null ? Objects.requireNonNull(properties.aligner()) : retry.aligner();
        return FailurePolicy.retry(
                wrapped(group, name, properties), retry.maxRetries(), policy(group, retry.then(), properties));
    }

    private String refusal(String group, LayerProperties properties) {
        Definition definition = definition(properties);
        String refusal =
                properties.refusal() == null && definition != null ? definition.refusal() : properties.refusal();
        if (refusal == null) {
            throw new AlignerSetupException(
                    group + " has the failure policy 'refuse', but there is no refusal.",
                    "Set " + group + ".refusal to the text that users read instead of the answer.");
        }
        return refusal;
    }

    private @Nullable Definition definition(LayerProperties properties) {
        String aligner = Objects.requireNonNull(properties.aligner());
        return aligners.isDefined(aligner) ? aligners.definition(aligner) : null;
    }

    private static Rollout rollout(LayerProperties properties) {
        double share = properties.share() == null ? 1 : properties.share().value();
        LayerMode mode = properties.effect();
        List<String> keys = properties.shareBy().isEmpty()
                ? List.of(RequestAttributes.USER, RequestAttributes.CONVERSATION)
                : properties.shareBy();
        return Rollout.of(new RolloutState(mode, share), keys);
    }

    private String user(LayerProperties properties) {
        return "The layer '" + properties.title() + "' of the chain '" + chain + "'";
    }
}
