// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.gguf.GgufExport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Compares the time of corrections in the JVM and behind llama.cpp's server: the same prompt ids, greedy, one caller, without
 * cached prompts. Each row runs with all contenders in turn, and each row begins with another one, so that disturbances of the
 * machine affect all alike.
 */
final class SpeedCheck {

    /** Ways to draft that some versions of the server have. */
    private static final Map<String, List<String>> SPECULATIONS = speculations();

    private final CheckOptions options;
    private final PrintStream out;

    SpeedCheck(CheckOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    void run() throws IOException {
        compare("float32", StoredType.F32);
        compare("bfloat16", StoredType.BF16);
    }

    private static Map<String, List<String>> speculations() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("none", List.of());
        for (String type : List.of("ngram-simple", "ngram-mod", "ngram-map-k4v", "ngram-cache")) {
            all.put(type, List.of("--spec-type", type));
        }
        all.put(
                "ngram-simple, 3 then 24 tokens",
                List.of(
                        "--spec-type",
                        "ngram-simple",
                        "--spec-ngram-simple-size-n",
                        "3",
                        "--spec-ngram-simple-size-m",
                        "24"));
        return all;
    }

    private void compare(String dtype, StoredType type) throws IOException {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(options.checkpoint());
        Path file = options.work().resolve("speed-" + dtype + ".gguf");
        GgufExport.of(checkpoint).write(file, type);
        RuntimeOptions runtime = RuntimeOptions.DEFAULT
                .withDtype(dtype)
                .withThreads(Runtime.getRuntime().availableProcessors())
                .withScheduling(SchedulingOptions.DEFAULT.withPrefixCacheBytes(0));
        List<LlamaServer> servers = new ArrayList<>();
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(options.checkpoint()))
                        .options(runtime)
                        .open();
                DjlTokenizer tokenizer = DjlTokenizer.load(
                        checkpoint.tokenizer(), checkpoint.config().vocabularySize())) {
            Map<String, SpeedTable.Contender> contenders = new LinkedHashMap<>();
            for (Drafting drafting : Drafting.values()) {
                String name = "JVM, " + drafting.name().toLowerCase(Locale.ROOT).replace('_', '-');
                contenders.put(name, row -> inJvm(model, row, drafting));
            }
            addServers(file, servers, contenders);
            SpeedTable table = new SpeedTable(
                    SpeedRow.all(
                            CheckpointDescriptors.read(options.checkpoint()).correctionTemplate(), model, tokenizer),
                    contenders);
            table.run(options.speed());
            out.printf("%n%s, %d threads each%n", dtype, runtime.threads());
            table.lines().forEach(out::println);
        } finally {
            servers.forEach(LlamaServer::close);
        }
    }

    private void addServers(Path file, List<LlamaServer> servers, Map<String, SpeedTable.Contender> contenders) {
        SPECULATIONS.forEach((name, arguments) -> {
            Optional<LlamaServer> server =
                    LlamaServer.startOne(options.onPort(options.port() + servers.size()), file, arguments);
            if (server.isPresent()) {
                servers.add(server.get());
                contenders.put("llama.cpp, " + name, row -> onServer(server.get(), row));
            } else {
                out.println("this version of the server does not start with --spec-type for '" + name + "'");
            }
        });
    }

    private static SpeedTable.Timed inJvm(TorchCompletionModel model, SpeedRow row, Drafting drafting) {
        long start = System.nanoTime();
        Generation generation = model.generate(row.request(), GenerationOptions.DEFAULT.withDrafting(drafting));
        double millis = (System.nanoTime() - start) / 1e6;
        double inside = generation
                        .completion()
                        .timings()
                        .prefill()
                        .plus(generation.completion().timings().decode())
                        .toNanos()
                / 1e6;
        return new SpeedTable.Timed(millis, inside, generation.tokenIds());
    }

    private static SpeedTable.Timed onServer(LlamaServer server, SpeedRow row) {
        Map<String, Object> body = Map.of(
                "prompt",
                row.ids(),
                "n_predict",
                SpeedRow.MAX_NEW_TOKENS,
                "temperature",
                0,
                "cache_prompt",
                false,
                "return_tokens",
                true);
        long start = System.nanoTime();
        JsonNode answer = server.post("/completion", body);
        double millis = (System.nanoTime() - start) / 1e6;
        JsonNode timings = answer.path("timings");
        return new SpeedTable.Timed(
                millis,
                timings.path("prompt_ms").asDouble(Double.NaN)
                        + timings.path("predicted_ms").asDouble(Double.NaN),
                answer.path("tokens").valueStream().map(JsonNode::asInt).toList());
    }
}
