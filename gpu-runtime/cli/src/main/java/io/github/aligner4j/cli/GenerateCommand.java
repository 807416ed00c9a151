// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.TextFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner generate}: generates text with a checkpoint. */
@Command(
        name = "generate",
        customSynopsis = {
            "aligner generate --checkpoint=DIR --prompt-file=FILE [OPTIONS]",
            "       aligner generate --checkpoint=DIR --input=FILE --output=FILE [OPTIONS]"
        },
        description = {
            "Generate text with a checkpoint.",
            "",
            "Continues the text of a file, or answers the questions of JSON Lines. Special tokens in them, "
                    + "such as </s>, are plain text. Bad rows are reported and skipped; the exit code is then 1.",
            ""
        },
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private CheckpointFlag checkpoint = new CheckpointFlag();

    @Option(
            names = "--prompt-file",
            paramLabel = "FILE",
            description = "The prompt, in UTF-8; used exactly, with a line break at its end.")
    private @Nullable Path promptFile;

    @Option(names = "--input", paramLabel = "FILE", description = "Instead of --prompt-file: JSON Lines with question.")
    private @Nullable Path input;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "With --input: JSON Lines, the same objects with answer; overwritten.")
    private @Nullable Path output;

    @Mixin
    private UpstreamPromptFlags prompt = new UpstreamPromptFlags();

    @Option(names = "--stop", paramLabel = "TEXT", description = "Stop before TEXT. May be repeated.")
    private List<String> stop = List.of();

    @Option(names = "--ignore-eos", description = "Continue after end-of-sequence tokens.")
    private boolean ignoreEndOfSequence;

    @Option(names = "--json", description = "Print one JSON object with text, tokens and times.")
    private boolean json;

    @Mixin
    private SamplingFlags sampling = new SamplingFlags();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if ((promptFile == null) == (input == null) || (input == null) != (output == null)) {
            throw new IllegalArgumentException("either --prompt-file or both --input and --output must be given");
        }
        return promptFile == null
                ? answer(Objects.requireNonNull(input), Objects.requireNonNull(output))
                : generate(promptFile);
    }

    private int answer(Path input, Path output) throws IOException {
        if (json || ignoreEndOfSequence) {
            throw new IllegalArgumentException("--json and --ignore-eos are for --prompt-file");
        }
        OutputFile.require("--output", output, input);
        JsonRows.open(input).close();
        AnswerRun run = new AnswerRun(
                prompt.layout(), sampling.parameters(), stop, spec.commandLine().getErr());
        try (TorchCompletionModel model = open()) {
            return run.answer(model, input, output) ? 0 : 1;
        }
    }

    private TorchCompletionModel open() {
        return TorchCompletionModel.builder(ModelSource.folder(checkpoint.folder()))
                .options(runtime.options())
                .open();
    }

    private int generate(Path promptFile) throws IOException {
        CompletionRequest request = CompletionRequest.builder(Prompt.of(TextFile.text(promptFile)))
                .sampling(sampling.parameters())
                .stop(stop)
                .build();
        try (TorchCompletionModel model = open()) {
            Generation generation = model.generate(request, options());
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? json(generation, model.loadTime())
                            : generation.completion().text());
        }
        return 0;
    }

    private GenerationOptions options() {
        return ignoreEndOfSequence ? GenerationOptions.IGNORE_END_OF_SEQUENCE : GenerationOptions.DEFAULT;
    }

    private static String json(Generation generation, Duration loadTime) {
        Completion completion = generation.completion();
        return Json.MAPPER.writeValueAsString(new Outcome(
                completion.text(),
                generation.tokenIds(),
                completion.usage().promptTokens(),
                completion.usage().completionTokens(),
                generation.forwardPasses(),
                Seconds.of(loadTime),
                Seconds.of(completion.timings().prefill()),
                Seconds.of(completion.timings().decode())));
    }

    /** The fields that {@code --json} prints, in this order. */
    record Outcome(
            String text,
            List<Integer> tokenIds,
            int promptTokens,
            int completionTokens,
            int forwardPasses,
            double loadSeconds,
            double prefillSeconds,
            double decodeSeconds) {}
}
