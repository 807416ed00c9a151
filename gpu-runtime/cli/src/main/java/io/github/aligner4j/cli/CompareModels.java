// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Stack;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.CheckpointAligner.Variant;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the models of systems. Those that several systems share are loaded once, and closed after the last of them. */
final class CompareModels implements AutoCloseable {

    private static final CorrectionRequest PROBE = CorrectionRequest.of("Is it on?", "It is on.");

    private final CompareConfig config;
    private final RuntimeOptions options;
    private final CommandSpec command;
    private final ChatModels chatModels;
    private final Map<Loaded, CheckpointAligner> checkpoints = new HashMap<>();

    CompareModels(CompareConfig config, RuntimeOptions options, CommandSpec command) {
        this.config = config;
        this.options = options;
        this.command = command;
        this.chatModels = new ChatModels(options, command);
    }

    /** Everything that decides which weights and descriptor are loaded. */
    private record Loaded(String source, List<String> adapters, OptionalDouble copyBias, String template) {
        static Loaded of(Checkpoint checkpoint) {
            return new Loaded(
                    checkpoint.source(),
                    checkpoint.adapters(),
                    checkpoint.options().copyBias(),
                    checkpoint.options().template());
        }
    }

    /** Returns a function that makes the Aligner of a system for one answer, whose tokens a meter counts. */
    Function<Meter, Aligner> open(CompareSystem system) {
        if (system.kind() instanceof Checkpoint checkpoint) {
            Aligner aligner = aligner(checkpoint);
            return meter -> new MeteredAligner(aligner, meter, system.price());
        }
        if (system.kind() instanceof Prompted prompted) {
            ChatModelSpec spec = config.chatModel(prompted.chatModel());
            ChatCompletionModel model = chatModels.open(spec);
            Prompts prompts = Prompts.named(prompted.prompt());
            return meter -> prompted(system, prompts, prompted.options(), metered(model, meter, spec.price()))
                    .build();
        }
        return stack((Stack) system.kind());
    }

    private Function<Meter, Aligner> stack(Stack stack) {
        List<Function<Meter, Aligner>> layers = new ArrayList<>();
        stack.layers().forEach(layer -> layers.add(open(layer)));
        return meter -> {
            AlignerStack.Builder builder = AlignerStack.builder("stack");
            for (int i = 0; i < layers.size(); i++) {
                String name = (i + 1) + "-" + stack.layers().get(i).name();
                builder.layer(name, layers.get(i).apply(meter));
            }
            return builder.build();
        };
    }

    /** Asks the endpoints of chat models for their facts, so that a wrong address is found before the work starts. */
    void probe(List<String> namesOrAddresses) {
        namesOrAddresses.stream()
                .map(config::chatModel)
                .filter(model -> model.endpoint().isPresent())
                .forEach(chatModels::open);
    }

    /** Returns a judge's chat model, which is opened at its first call. */
    PricedChatModel judge(String nameOrAddress) {
        ChatModelSpec spec = config.chatModel(nameOrAddress);
        return new PricedChatModel(
                spec.stableName(), request -> chatModels.open(spec).complete(request), spec.price());
    }

    /** Returns a chat model whose cost counts against {@code budget}, and which is opened at its first call. */
    ChatCompletionModel chatModel(String nameOrAddress, Budget budget) {
        ChatModelSpec spec = config.chatModel(nameOrAddress);
        return request -> {
            double estimate = CompareEstimate.meaning(request, spec.price());
            reserve(budget, estimate);
            Meter meter = new Meter();
            try {
                return metered(chatModels.open(spec), meter, spec.price()).complete(request);
            } finally {
                budget.spend(estimate, meter.cost());
            }
        };
    }

    private static void reserve(Budget budget, double estimate) {
        try {
            budget.reserve(estimate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the caller was interrupted while it waited for its budget");
        }
    }

    /**
     * Returns the detector of a scale. The detector of a checkpoint has one label, and scores by any other one would mean the
     * opposite.
     *
     * @throws IllegalArgumentException if its checkpoint has none, or one of another label
     */
    Detector detector(ScoringSettings.Scale scale) {
        List<String> adapters = scale.adapter().isEmpty() ? List.of() : List.of(scale.adapter());
        Checkpoint checkpoint = new Checkpoint(scale.detector(), adapters, CompareSystem.CheckpointSettings.DEFAULT);
        CheckpointAligner loaded = checkpoints.computeIfAbsent(Loaded.of(checkpoint), each -> load(checkpoint));
        Optional<Detector> detector = adapters.isEmpty() ? loaded.detector() : loaded.detector(scale.adapter());
        Detector found = detector.orElseThrow(() -> new IllegalArgumentException("score '" + scale.name()
                + "' needs a detector, but " + scale.detector() + " has none in its aligner.json"));
        String label = found.detect(PROBE, CorrectionContext.DEFAULT).label();
        if (!label.equals(scale.label())) {
            throw new IllegalArgumentException("score '" + scale.name() + "' is by the label '" + scale.label()
                    + "', but the detector of " + scale.detector() + " has the label '" + label + "'; name that one");
        }
        return found;
    }

    /** Returns estimates of the systems' costs. */
    CompareEstimate estimate() {
        return new CompareEstimate(config);
    }

    static PromptedAligner.Builder prompted(
            CompareSystem system, Prompts prompts, CompareSystem.PromptSettings set, ChatCompletionModel model) {
        PromptedAligner.Builder builder =
                PromptedAligner.builder(prompts, model).showsConversation(system.conversation());
        if (!set.principles().isEmpty()) {
            builder.principles(set.principles());
        }
        set.maxRounds().ifPresent(builder::maxRounds);
        set.samples().ifPresent(builder::samples);
        set.temperature()
                .ifPresent(temperature -> builder.sampling(SamplingParameters.GREEDY.withTemperature(temperature)));
        set.maxNewTokens().ifPresent(builder::maxNewTokens);
        return builder;
    }

    private static ChatCompletionModel metered(ChatCompletionModel model, Meter meter, Optional<Price> price) {
        return request -> {
            Completion completion = model.complete(request);
            meter.add(completion.usage(), price);
            return completion;
        };
    }

    private Aligner aligner(Checkpoint checkpoint) {
        CheckpointAligner loaded = checkpoints.computeIfAbsent(Loaded.of(checkpoint), each -> load(checkpoint));
        Variant variant = Variant.DEFAULT;
        if (checkpoint.options().strength().isPresent()) {
            variant = variant.withStrength(checkpoint.options().strength().getAsDouble());
        }
        if (checkpoint.options().threshold().isPresent()) {
            variant = variant.withThreshold(checkpoint.options().threshold().getAsDouble());
        }
        if (checkpoint.adapters().isEmpty()) {
            return variant.equals(Variant.DEFAULT) ? loaded : loaded.with(variant);
        }
        if (checkpoint.adapters().size() == 1) {
            return loaded.with(variant.withAdapter(checkpoint.adapters().get(0)));
        }
        AlignerStack.Builder stack = AlignerStack.builder("adapters");
        for (String adapter : checkpoint.adapters()) {
            stack.layer(adapter, loaded.with(variant.withAdapter(adapter)));
        }
        return stack.build();
    }

    private CheckpointAligner load(Checkpoint checkpoint) {
        CheckpointAligner.Builder builder = CheckpointAligner.builder(ModelSource.parse(checkpoint.source()))
                .options(options);
        String template = checkpoint.options().template();
        if (!template.isEmpty()) {
            builder.descriptor(CheckpointDescriptor.template(template).build());
        }
        checkpoint
                .options()
                .copyBias()
                .ifPresent(bias -> builder.customizeDescriptors(each -> each.withCopyBias(bias)));
        checkpoint.adapters().forEach(adapter -> builder.adapter(adapter, ModelSource.parse(adapter)));
        boolean hub = HubModels.isHub(checkpoint.source())
                || checkpoint.adapters().stream().anyMatch(HubModels::isHub);
        return hub
                ? HubModels.use(
                        command,
                        HubClient.builder(),
                        client -> builder.hub(client).open())
                : builder.open();
    }

    /** Closes the checkpoints that none of {@code systems} needs. Chat models stay open, as judges may need them. */
    void closeAllBut(List<CompareSystem> systems) {
        Set<Loaded> needed = new HashSet<>();
        systems.forEach(system -> addLoaded(system, needed));
        checkpoints.entrySet().removeIf(each -> {
            boolean idle = !needed.contains(each.getKey());
            if (idle) {
                each.getValue().close();
            }
            return idle;
        });
    }

    private static void addLoaded(CompareSystem system, Set<Loaded> needed) {
        if (system.kind() instanceof Checkpoint checkpoint) {
            needed.add(Loaded.of(checkpoint));
        } else if (system.kind() instanceof Stack stack) {
            stack.layers().forEach(layer -> addLoaded(layer, needed));
        }
    }

    @Override
    public void close() {
        closeAllBut(List.of());
        chatModels.close();
    }
}
