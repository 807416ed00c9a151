// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import picocli.CommandLine.Command;

/** {@code aligner dataset}: builds, inspects, splits and compares datasets. */
@Command(
        name = "dataset",
        description = {
            "Build, inspect, split and compare datasets.",
            "",
            "Files are JSON arrays or JSON Lines of objects with question, answer and correction.",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            DatasetBuildCommand.class,
            DatasetInspectCommand.class,
            DatasetSplitCommand.class,
            DatasetOverlapCommand.class
        })
final class DatasetCommand {}
