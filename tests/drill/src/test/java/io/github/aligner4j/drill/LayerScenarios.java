// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What stands around an Aligner fails: listeners, recorders, gates, guards, and the model behind it. */
final class LayerScenarios {

    private static final Duration SHORT = Duration.ofMillis(150);

    private LayerScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            all.addAll(listeners(fault));
            all.add(fails("a gate throws " + fault.words(), fault, gated(request -> {
                fault.raise(request);
                return Optional.empty();
            })));
            all.add(fails("a guard throws " + fault.words(), fault, guarded(fault)));
            all.add(fails("the model behind the Aligner throws " + fault.words(), fault, failingModel(fault)));
        }
        all.add(fails("a gate returns null", Fault.ALIGNER_EXCEPTION, gated(request -> null)));
        all.add(fails(
                "the model behind the Aligner returns null",
                Fault.ALIGNER_EXCEPTION,
                aligner(request -> null).build()));
        all.add(Scenario.of(
                "the model behind the Aligner hangs until its timeout", Route.ALL, LayerScenarios::hangsUntilTimeout));
        all.add(Scenario.of("the file of corrections can't be written", Route.ALL, LayerScenarios::cannotRecord));
        return all;
    }

    private static List<Scenario> listeners(Fault fault) {
        return List.of(
                Scenario.of(
                        "a listener of layers throws " + fault.words(),
                        Route.ALL,
                        (world, route) -> Endings.corrected(
                                ask(world, route, withListener(throwing(fault, true))), world, Texts.CIVIL)),
                Scenario.of(
                        "a listener of stacks throws " + fault.words(),
                        Route.ALL,
                        (world, route) -> Endings.corrected(
                                ask(world, route, withListener(throwing(fault, false))), world, Texts.CIVIL)));
    }

    private static Scenario fails(String name, Fault fault, Aligner aligner) {
        return Scenario.of(
                name,
                Route.ALL,
                (world, route) -> Endings.failed(ask(world, route, aligner), world, fault.cause(route)));
    }

    private static void hangsUntilTimeout(World world, Route route) throws InterruptedException {
        CompletionModel hanging = request -> {
            Duration left = Duration.between(Instant.now(), request.deadline().orElseThrow());
            try {
                if (new CountDownLatch(1).await(left.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("a latch that nobody counts down was counted down");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new DeadlineExceededException("the deadline passed while the drill's model slept");
        };
        Endings.failed(
                ask(world, route, aligner(hanging).timeout(SHORT).build()), world, DeadlineExceededException.class);
    }

    private static void cannotRecord(World world, Route route) throws InterruptedException, IOException {
        Path folder = Files.createTempDirectory("drill");
        try {
            CorrectionRecorder recorder = new CorrectionRecorder(folder.resolve("corrections.jsonl"));
            Files.deleteIfExists(folder.resolve("corrections.jsonl"));
            Files.createDirectory(folder.resolve("corrections.jsonl"));
            Endings.corrected(ask(world, route, withListener(recorder)), world, Texts.CIVIL);
        } finally {
            Files.deleteIfExists(folder.resolve("corrections.jsonl"));
            Files.deleteIfExists(folder);
        }
    }

    private static CorrectionListener throwing(Fault fault, boolean atLayers) {
        return new CorrectionListener() {
            @Override
            public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
                if (atLayers) {
                    fault.raise(request);
                }
            }

            @Override
            public void onStack(String stack, CorrectionRequest request, StackEvent event) {
                if (!atLayers) {
                    fault.raise(request);
                }
            }
        };
    }

    private static Aligner withListener(CorrectionListener listener) {
        return AlignerStack.builder("drill")
                .layer("civil", World.CIVIL)
                .listener(listener)
                .build();
    }

    private static Aligner gated(LayerGate gate) {
        return AlignerStack.builder("drill")
                .layer(Layer.of("civil", World.CIVIL).withGate(gate))
                .build();
    }

    private static Aligner guarded(Fault fault) {
        return aligner(request -> completion())
                .guards(List.of((request, corrected) -> {
                    fault.raise(request);
                    return Optional.empty();
                }))
                .build();
    }

    private static Aligner failingModel(Fault fault) {
        return aligner(request -> {
                    fault.raise(CorrectionRequest.of("", Texts.RUDE));
                    return completion();
                })
                .build();
    }

    private static CompletionAligner.Builder aligner(CompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model);
    }

    private static Completion completion() {
        return new Completion(Texts.CIVIL, FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
    }

    private static Heard ask(World world, Route route, Aligner aligner) {
        return route.ask(world.patient(), aligner, ScriptedUpstream.question("plain"));
    }
}
