// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.gguf.GgufExport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs the same weights in the JVM and behind an engine, llama.cpp's server unless another one runs already, and compares them: token by token, through the whole Aligner, and
 * with many callers while the server is killed and started again.
 */
public final class EngineCheck {

    private static final double MIN_EQUAL = 0.98;

    private final CheckOptions options;
    private final PrintStream out;
    private boolean good = true;

    private EngineCheck(CheckOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the check, and exits with 1 if something differs from what is promised. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        EngineCheck check = new EngineCheck(CheckOptions.parse(arguments), out);
        check.run();
        System.exit(check.good ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException {
        if (options.speed() > 0) {
            new SpeedCheck(options, out).run();
            return;
        }
        if (options.server().isEmpty()) {
            QualityTable table = compareCorrections();
            load(table.of(options.engine()), () -> {});
            return;
        }
        Path file = options.work().resolve("checkpoint-float32.gguf");
        CheckpointDirectory checkpoint = CheckpointDirectory.open(options.checkpoint());
        GgufExport export = GgufExport.of(checkpoint);
        export.write(file, StoredType.F32);
        Optional<Path> adapter = Optional.empty();
        if (options.adapter().isPresent()) {
            adapter = Optional.of(options.work().resolve(Aligners.ADAPTER + ".gguf"));
            export.writeAdapter(
                    adapter.get(), LoraAdapter.open(options.adapter().get(), checkpoint.config()));
        }
        try (LlamaServer server = LlamaServer.start(options, file, adapter)) {
            compareTokens(server);
            QualityTable table = compareCorrections();
            load(table.of(options.engine()), server::crash);
        }
    }

    private void compareTokens(LlamaServer server) {
        TokenParity.Result result = TokenParity.compare(options, server);
        out.printf(
                Locale.ROOT,
                "%nEqual tokens on %d of %d rows; the engine's tokenizer gave the same ids for %d prompts.%n",
                result.equal(),
                result.rows(),
                result.samePrompts());
        result.differences()
                .forEach(difference -> out.printf(
                        Locale.ROOT,
                        "row %d, token %d: JVM %d, engine %d, logit gap %s%n",
                        difference.row(),
                        difference.position(),
                        difference.ours(),
                        difference.theirs(),
                        difference.gap().isPresent()
                                ? String.format(
                                        Locale.ROOT, "%.6f", difference.gap().getAsDouble())
                                : "unknown"));
        require(result.equal() >= MIN_EQUAL * result.rows(), "fewer equal tokens than on 98 of 100 rows");
        require(result.samePrompts() == result.rows(), "prompts with other ids");
    }

    private QualityTable compareCorrections() {
        QualityTable table = new QualityTable();
        try (CheckpointAligner aligner = Aligners.inJvm(options, true)) {
            table.add("JVM", aligner);
        }
        try (CheckpointAligner aligner = Aligners.inJvm(options, false)) {
            table.add("JVM, copy constraint off", aligner);
            table.add(options.engine(), Aligners.remote(options, false));
            print(table);
            if (options.adapter().isPresent()) {
                QualityTable adapters = new QualityTable();
                adapters.add("JVM, adapter, copy constraint off", aligner.withAdapter(Aligners.ADAPTER));
                adapters.add(options.engine() + ", adapter", Aligners.remote(options, true));
                print(adapters);
            }
        }
        return table;
    }

    private void print(QualityTable table) {
        out.println();
        table.lines().forEach(out::println);
    }

    private void load(Map<String, String> expected, Runnable interruption) throws InterruptedException {
        Aligner aligner = Aligners.remote(options, false);
        RestartUnderLoad.Result result = new RestartUnderLoad(aligner, expected).run(options, interruption);
        out.printf(
                Locale.ROOT,
                "%n%d callers, %d calls in %d s%s: %d ended as in a "
                        + "calm run, %d different, %d failed with a message, %d otherwise, %d lost.%n",
                options.callers(),
                result.calls(),
                result.seconds(),
                options.server().isPresent() ? ", the server killed and started again in between" : "",
                result.right(),
                result.different().size(),
                result.refused().size(),
                result.broken().size(),
                result.lost());
        result.different().forEach(text -> out.println("different: " + text));
        result.broken().forEach(text -> out.println("failed otherwise: " + text));
        result.refused().stream()
                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()))
                .forEach((message, count) -> out.println(count + " times " + message));
        require(result.lost() == 0 && result.broken().isEmpty(), "calls without a documented end");
        require(result.different().isEmpty(), "corrections that differ under load");
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            good = false;
            out.println("FAILED: " + problem);
        }
    }
}
