package io.github.aligner4j.cli;

import picocli.CommandLine.Command;

/** {@code aligner dataset}: builds, inspects and splits datasets. */
@Command(
        name = "dataset",
        description = {
            "Build, inspect and split datasets.",
            "",
            "Files are JSON arrays or JSON Lines of objects with question, answer and correction.",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = {DatasetBuildCommand.class, DatasetInspectCommand.class, DatasetSplitCommand.class})
final class DatasetCommand {}
