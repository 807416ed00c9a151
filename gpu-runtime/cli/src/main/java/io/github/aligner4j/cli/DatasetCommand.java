package io.github.aligner4j.cli;

import picocli.CommandLine.Command;

/** {@code aligner dataset}: rows to train on. */
@Command(
        name = "dataset",
        description = "Makes, counts and splits files of question, answer and correction (a JSON array or JSON Lines).",
        mixinStandardHelpOptions = true,
        subcommands = {DatasetBuildCommand.class, DatasetInspectCommand.class, DatasetSplitCommand.class})
final class DatasetCommand {}
