// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.gguf.GgufExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner export-gguf}: exports a checkpoint or an adapter to GGUF. */
@Command(
        name = "export-gguf",
        customSynopsis = "aligner export-gguf --model=DIR [--adapter=DIR] --output=FILE [OPTIONS]",
        description = {
            "Export a checkpoint or a LoRA adapter to GGUF.",
            "",
            "Writes one file for llama.cpp and engines built on it, such as Ollama. With --adapter, the "
                    + "file has the adapter alone, for llama-server's --lora beside the file of the checkpoint.",
            "",
            "Models and tokenizers of which llama.cpp has no equal are refused with the reason. What an "
                    + "engine will do differently is said on standard error.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ExportGgufCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A Hugging Face checkpoint: its folder, or " + HubModels.FORM + " on the hub.")
    private String model = "";

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "Export this LoRA adapter (PEFT) for the checkpoint: its folder, or hf://... on the hub.")
    private @Nullable String adapter;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "A .gguf file; overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of matrices: float32, float16 or bfloat16 (default: as stored; of an adapter always "
                    + "float32). Engines compute exactly with float32 only.")
    private @Nullable String dtype;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OutputFile.require("--output", output);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(HubModels.folder(model, spec));
        StoredType type = dtype == null ? checkpoint.storedType() : type(dtype);
        GgufExport export = GgufExport.of(checkpoint);
        if (adapter == null) {
            export.write(output, type);
        } else {
            export.writeAdapter(output, LoraAdapter.open(HubModels.folder(adapter, spec), checkpoint.config()));
        }
        PrintWriter err = spec.commandLine().getErr();
        export.differences().forEach(difference -> err.println("note: " + difference));
        err.println(output + ": written for llama.cpp");
        return 0;
    }

    private StoredType type(String name) {
        if (adapter != null) {
            throw new IllegalArgumentException("--dtype is for checkpoints; an adapter is written in float32");
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "float32" -> StoredType.F32;
            case "float16" -> StoredType.F16;
            case "bfloat16" -> StoredType.BF16;
            default ->
                throw new IllegalArgumentException(
                        "--dtype must be float32, float16 or bfloat16, but was '" + name + "'");
        };
    }
}
