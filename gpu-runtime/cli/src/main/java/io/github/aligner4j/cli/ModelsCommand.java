// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.KnownModels;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner models}: lists known correctors. */
@Command(
        name = "models",
        description = {
            "List the correctors that are known.",
            "",
            "With their licence, whether it allows commercial use, the size of the download and the memory of the "
                    + "weights in bfloat16 (parameters x 2 bytes; twice that in float32, half in int8; the keys and "
                    + "values of requests come on top). Opens no network connection. 'aligner download NAME' "
                    + "downloads one.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print all that is known as JSON, with the sources of the facts.")
    private boolean json;

    @Option(names = "--markdown", description = "Print all that is known as a table and notes in Markdown.")
    private boolean markdown;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json && markdown) {
            throw new IllegalArgumentException("--json and --markdown exclude each other");
        }
        if (json) {
            out.println(ModelsJson.of(KnownModels.all()));
        } else {
            out.print(markdown ? ModelsTable.full(KnownModels.all()) : ModelsTable.brief(KnownModels.all()));
        }
        return 0;
    }
}
